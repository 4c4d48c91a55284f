import { type Executor, statement } from '../../platform/db.ts';
import { keep } from '../../platform/kept.ts';

/** Beyond the last page that can be asked for. */
const ACCOUNTS_MAX = 250_000;
/** The order of so many accounts takes some milliseconds, and is asked for anew each time. */
const SMALL = 5000;
/** That of more is kept so long: 100,000 take 150 ms. */
const KEPT_MILLISECONDS = 10_000;

// One text of numbers: a row for each account would keep the program busy with parsing.
const BY_KUDOS = statement<{ ids: string | null }>(
  'users-by-kudos',
  `SELECT string_agg(id::text, ',' ORDER BY balance DESC, id) AS ids FROM (
     SELECT u.id, coalesce(a.balance, 0) AS balance
     FROM users u LEFT JOIN kudos_accounts a ON a.account = 'user:' || u.id
     WHERE u.wiped_at IS NULL ORDER BY 2 DESC, 1 LIMIT ${ACCOUNTS_MAX}
   ) ranked`,
);
const BY_AGE = statement<{ id: number }>(
  'users-by-age',
  'SELECT id FROM users WHERE wiped_at IS NULL ORDER BY id OFFSET $1 LIMIT $2',
);

export type Sort = 'kudos' | 'age';

/**
 * The order of all accounts. By kudos there is no index: every payment would have to keep it. A small horde sorts whenever
 * it is asked, a large one once in ten seconds, however many ask.
 */
export class Ranking {
  readonly #database: Executor;
  readonly #kept: { get(): Promise<number[]> };
  #isSmall = true;

  constructor(database: Executor, now: () => number) {
    this.#database = database;
    this.#kept = keep(now, KEPT_MILLISECONDS, () => this.#byKudos());
  }

  /** Numbers of the accounts of a page. */
  async page(sort: Sort, skip: number, count: number): Promise<number[]> {
    if (sort === 'age') return (await BY_AGE.run(this.#database, [skip, count])).map(row => row.id);
    const ids = await (this.#isSmall ? this.#byKudos() : this.#kept.get());
    return ids.slice(skip, skip + count);
  }

  async #byKudos(): Promise<number[]> {
    const [row] = await BY_KUDOS.run(this.#database, []);
    const ids = row?.ids ? row.ids.split(',').map(Number) : [];
    this.#isSmall = ids.length < SMALL;
    return ids;
  }
}
