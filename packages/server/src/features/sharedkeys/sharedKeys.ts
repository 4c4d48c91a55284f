import { isUuid } from '@openhorde/contract';
import { type Executor, statement } from '../../platform/db.ts';
import { COLUMNS, type SharedKey, type SharedKeyRow, sharedKeyOf } from './sharedKey.ts';

const BY_ID = statement<SharedKeyRow>('shared-key-by-id', `SELECT ${COLUMNS} FROM shared_keys WHERE id = $1`);
const OF_USER = statement<{ id: string }>(
  'shared-keys-of-user',
  'SELECT id FROM shared_keys WHERE user_id = $1 ORDER BY created_at, id',
);

/** Looks shared keys up; each time afresh, since what is left of one changes with every use. */
export class SharedKeys {
  readonly #database: Executor;

  constructor(database: Executor) {
    this.#database = database;
  }

  /** Undefined for what is no shared key; a text that cannot be one costs nothing. */
  async find(id: string): Promise<SharedKey | undefined> {
    if (!isUuid(id)) return undefined;
    const [row] = await BY_ID.run(this.#database, [id]);
    return row && sharedKeyOf(row);
  }

  /** Ids of the keys of an account, oldest first. */
  async idsOf(userId: number): Promise<string[]> {
    const rows = await OF_USER.run(this.#database, [userId]);
    return rows.map(row => row.id);
  }
}
