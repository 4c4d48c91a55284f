import type { Pool } from 'pg';
import type { Account } from './events.ts';

/** Users' balances in memory, so that matching and admission need no look-up: filled on first use, kept current by the ledger. */
export class Balances {
  readonly #cents = new Map<number, number>();
  readonly #pool: Pool;

  constructor(pool: Pool) {
    this.#pool = pool;
  }

  /** Balance in cents as far as it is known here; 0 for an account that has never moved. */
  known(userId: number): number {
    return this.#cents.get(userId) ?? 0;
  }

  /** Balance in cents, read when it is not known yet. */
  async of(userId: number): Promise<number> {
    const known = this.#cents.get(userId);
    if (known !== undefined) return known;
    await this.load([userId]);
    return this.known(userId);
  }

  /** Reads balances afresh, after a restart or when another node moved them. */
  async load(userIds: readonly number[]): Promise<void> {
    if (userIds.length === 0) return;
    const { rows } = await this.#pool.query<{ id: number; cents: string }>(
      `SELECT u.id, coalesce((a.balance * 100)::bigint, 0)::text AS cents
       FROM unnest($1::int[]) AS u (id) LEFT JOIN kudos_accounts a ON a.account = 'user:' || u.id`,
      [userIds],
    );
    for (const row of rows) this.#cents.set(row.id, Number(row.cents));
  }

  /** Takes over what the ledger has just committed. */
  update(balances: ReadonlyMap<Account, number>): void {
    for (const [account, cents] of balances) {
      if (account.startsWith('user:')) this.#cents.set(Number(account.slice('user:'.length)), cents);
    }
  }
}
