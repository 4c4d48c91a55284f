import { toCents } from '@openhorde/rules';
import type { Account } from '../../core/kudos/index.ts';
import type { Platform } from '../../platform/platform.ts';
import type { Accounts } from './accounts.ts';
import type { Promotion } from './promote.ts';

/** Accounts looked at in one round of the periodic search. */
const ROUND_MAX = 1000;

const DUE = `
  SELECT u.id FROM kudos_accounts a JOIN users u ON a.account = 'escrow:' || u.id
  WHERE a.account LIKE 'escrow:%' AND a.balance > 0 AND u.wiped_at IS NULL
    AND (u.trusted OR (a.balance > $1 AND u.created_at <= $2))
  ORDER BY u.id LIMIT ${ROUND_MAX}`;

const MINIMUM_AGE_DAYS = 7;

export interface PromotionsNeeds extends Pick<Platform, 'db' | 'world' | 'log'> {
  settings: {
    /** Kudos in escrow that make an account trusted. Absent: none do. */
    trustThreshold?: number;
  };
  accounts: Accounts;
  promote(promotion: Promotion): Promise<boolean>;
}

/** Watches escrows: who has earned trust gets it with the very credit that earned it, or once the account is old enough. */
export class Promotions {
  readonly #needs: PromotionsNeeds;
  readonly #thresholdCents: number | undefined;
  readonly #running = new Set<number>();

  constructor(needs: PromotionsNeeds) {
    this.#needs = needs;
    const { trustThreshold } = needs.settings;
    this.#thresholdCents = trustThreshold === undefined ? undefined : toCents(trustThreshold);
  }

  /** What the ledger has just committed. */
  heard(balances: ReadonlyMap<Account, number>): void {
    for (const [account, cents] of balances) {
      if (cents <= 0 || !account.startsWith('escrow:')) continue;
      const id = Number(account.slice('escrow:'.length));
      // One at a time for each account: a later credit is looked at by the periodic search.
      if (this.#running.has(id)) continue;
      this.#running.add(id);
      this.#look(id, cents)
        .catch(error => this.#needs.log.error({ err: error, user: id }, 'a promotion was not made'))
        .finally(() => this.#running.delete(id));
    }
  }

  /** Finds accounts that have grown old enough, and trusted ones with something left in escrow. */
  async search(): Promise<void> {
    const { db, world } = this.#needs;
    const oldest = new Date(world.now() - MINIMUM_AGE_DAYS * 86_400_000);
    // Without a threshold no escrow is large enough.
    const kudos = this.#thresholdCents === undefined ? 'Infinity' : this.#thresholdCents / 100;
    const { rows } = await db.query<{ id: number }>(DUE, [kudos, oldest]);
    for (const { id } of rows) await this.#promote(id);
  }

  async #look(id: number, cents: number): Promise<void> {
    const user = await this.#needs.accounts.byId(id);
    const earned = this.#thresholdCents !== undefined && cents > this.#thresholdCents;
    if (user?.trusted || earned) await this.#promote(id);
  }

  async #promote(userId: number): Promise<void> {
    const { accounts, promote, world } = this.#needs;
    const promoted = await promote({
      userId,
      drainId: `promote:${world.uuid()}`,
      thresholdCents: this.#thresholdCents,
      atMs: world.now(),
    });
    if (promoted) await accounts.noteTrust(userId);
  }
}
