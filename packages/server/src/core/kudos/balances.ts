import { accountKind, type Cents, floorOf } from '@openhorde/rules';
import type { Pool } from 'pg';
import type { Account } from './events.ts';

/** Balances read in one query. */
const PAGE = 2000;

/**
 * Users' balances in memory, so that matching and admission need no look-up: filled on first use, kept current by the
 * ledger of this node and by what the others tell.
 */
export class Balances {
  readonly #cents = new Map<number, number>();
  readonly #floors = new Map<number, Cents>();
  /** For each reading under way: what the ledger has moved since it began. */
  readonly #movedSince = new Set<Set<number>>();
  #turn: IteratorObject<number> = [].values();
  readonly #pool: Pool;

  constructor(pool: Pool) {
    this.#pool = pool;
  }

  /** Balance in cents as far as it is known here; 0 for an account that has never moved. */
  known(userId: number): number {
    return this.#cents.get(userId) ?? 0;
  }

  /** Floor in cents of an account whose balance has been read; else that of a registered one. */
  floor(userId: number): Cents {
    return this.#floors.get(userId) ?? floorOf('registered');
  }

  /** Balance in cents, read when it is not known yet. */
  async of(userId: number): Promise<number> {
    const known = this.#cents.get(userId);
    // What the ledger has moved here says nothing of the floor.
    if (known !== undefined && this.#floors.has(userId)) return known;
    await this.load([userId]);
    return this.known(userId);
  }

  /** Reads balances afresh, after a start or when another node moved them. */
  async load(userIds: readonly number[]): Promise<void> {
    for (let from = 0; from < userIds.length; from += PAGE)
      await this.#read(userIds.slice(from, from + PAGE));
  }

  /** Reads those afresh that are known here; without `userIds` all of them. */
  async reload(userIds: readonly number[] = [...this.#cents.keys()]): Promise<void> {
    await this.load(userIds.filter(id => this.#cents.has(id)));
  }

  /** Reads some that are known here afresh, and the next ones at the next call, in turn. */
  async reloadSome(): Promise<void> {
    const some = this.#turn.take(PAGE).toArray();
    if (some.length < PAGE) this.#turn = [...this.#cents.keys()].values();
    await this.load(some);
  }

  async #read(userIds: readonly number[]): Promise<void> {
    const moved = new Set<number>();
    this.#movedSince.add(moved);
    try {
      const { rows } = await this.#pool.query<{ id: number; oauth_id: string | null; cents: string }>(
        `SELECT i.id, u.oauth_id, coalesce((a.balance * 100)::bigint, 0)::text AS cents
         FROM unnest($1::int[]) AS i (id) LEFT JOIN users u ON u.id = i.id
         LEFT JOIN kudos_accounts a ON a.account = 'user:' || i.id`,
        [userIds],
      );
      for (const { id, oauth_id, cents } of rows) {
        if (oauth_id !== null) this.#floors.set(id, floorOf(accountKind(oauth_id)));
        if (!moved.has(id)) this.#cents.set(id, Number(cents));
      }
    } finally {
      this.#movedSince.delete(moved);
    }
  }

  /** Takes over what the ledger has just committed. @returns whose balances it moved */
  update(balances: ReadonlyMap<Account, number>): number[] {
    const ids: number[] = [];
    for (const [account, cents] of balances) {
      if (!account.startsWith('user:')) continue;
      const id = Number(account.slice('user:'.length));
      this.#cents.set(id, cents);
      for (const moved of this.#movedSince) moved.add(id);
      ids.push(id);
    }
    return ids;
  }
}
