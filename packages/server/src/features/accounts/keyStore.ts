import type { KeyScope } from '@openhorde/contract';
import type { Executor } from '../../platform/db.ts';

/** A key as its row holds it; the key itself stands nowhere. */
export interface StoredKey {
  id: string;
  scope: KeyScope;
  label: string | null;
  /** The one that the account was made with, or that was given in its place. */
  main: boolean;
  createdAt: Date;
  lastUsedAt: Date | null;
}

interface Row extends Record<string, unknown> {
  id: string;
  scope: KeyScope;
  label: string | null;
  main: boolean;
  created_at: Date;
  last_used_at: Date | null;
}

const COLUMNS = 'id, scope, label, main, created_at, last_used_at';

const keyOf = (row: Row): StoredKey => ({
  id: row.id,
  scope: row.scope,
  label: row.label,
  main: row.main,
  createdAt: row.created_at,
  lastUsedAt: row.last_used_at,
});

/** Gives an account a new main key, which ends the one before it. */
export async function replaceMainKey(
  on: Executor,
  userId: number,
  keyHash: string,
  nowMs: number,
): Promise<void> {
  await on.query('DELETE FROM api_keys WHERE user_id = $1 AND main', [userId]);
  await on.query('INSERT INTO api_keys (key_hash, user_id, created_at) VALUES ($1, $2, $3)', [
    keyHash,
    userId,
    new Date(nowMs),
  ]);
}

export async function insertKey(
  on: Executor,
  fields: {
    id: string;
    keyHash: string;
    userId: number;
    scope: KeyScope;
    label: string | null;
    createdAtMs: number;
  },
): Promise<StoredKey> {
  const { rows } = await on.query<Row>(
    `INSERT INTO api_keys (id, key_hash, user_id, scope, label, main, created_at) VALUES ($1, $2, $3, $4, $5, false, $6)
     RETURNING ${COLUMNS}`,
    [fields.id, fields.keyHash, fields.userId, fields.scope, fields.label, new Date(fields.createdAtMs)],
  );
  return keyOf(rows[0]!);
}

/** The keys of an account, the oldest first. */
export async function readKeys(on: Executor, userId: number): Promise<StoredKey[]> {
  const { rows } = await on.query<Row>(
    `SELECT ${COLUMNS} FROM api_keys WHERE user_id = $1 ORDER BY created_at, id`,
    [userId],
  );
  return rows.map(keyOf);
}

export async function deleteKey(on: Executor, id: string): Promise<void> {
  await on.query('DELETE FROM api_keys WHERE id = $1', [id]);
}

export async function deleteKeysOf(on: Executor, userId: number): Promise<void> {
  await on.query('DELETE FROM api_keys WHERE user_id = $1', [userId]);
}
