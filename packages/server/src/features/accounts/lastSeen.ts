import { ANONYMOUS_ID } from '@openhorde/rules';
import type { Executor } from '../../platform/db.ts';

const USERS = `
  UPDATE users u SET last_active_at = greatest(u.last_active_at, t.at)
  FROM unnest($1::int[], $2::timestamptz[]) AS t (id, at) WHERE u.id = t.id`;

const KEYS = `
  UPDATE api_keys k SET last_used_at = greatest(k.last_used_at, t.at)
  FROM unnest($1::text[], $2::timestamptz[]) AS t (key_hash, at) WHERE k.key_hash = t.key_hash`;

/**
 * When accounts were last active and keys last used: noted in memory with each call, written all together once in a
 * while, so that looking costs no write. What a crash loses is half a minute.
 */
export class LastSeen {
  readonly #database: Executor;
  readonly #now: () => number;
  #users = new Map<number, number>();
  #keys = new Map<string, number>();

  constructor(database: Executor, now: () => number) {
    this.#database = database;
    this.#now = now;
  }

  /**
   * Accounts asked for something, or did something. All strangers share the anonymous one, so it is always
   * active.
   */
  noteUsers(ids: Iterable<number>): void {
    const nowMs = this.#now();
    for (const id of ids) if (id !== ANONYMOUS_ID) this.#users.set(id, nowMs);
  }

  noteKey(keyHash: string): void {
    this.#keys.set(keyHash, this.#now());
  }

  /** Writes what was noted. What cannot be written is noted again, unless there is something newer. */
  async flush(): Promise<void> {
    const users = this.#users;
    const keys = this.#keys;
    this.#users = new Map();
    this.#keys = new Map();
    try {
      await write(this.#database, USERS, users);
      await write(this.#database, KEYS, keys);
    } catch (error) {
      for (const [id, atMs] of users) if (!this.#users.has(id)) this.#users.set(id, atMs);
      for (const [hash, atMs] of keys) if (!this.#keys.has(hash)) this.#keys.set(hash, atMs);
      throw error;
    }
  }
}

async function write<Key>(on: Executor, statement: string, seen: ReadonlyMap<Key, number>): Promise<void> {
  if (seen.size === 0) return;
  // Sorted, so that two nodes lock rows in the same order.
  const sorted = [...seen].sort(([a], [b]) => (a < b ? -1 : 1));
  await on.query(statement, [sorted.map(([key]) => key), sorted.map(([, atMs]) => new Date(atMs))]);
}
