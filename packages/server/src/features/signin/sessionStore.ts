import { createHash } from 'node:crypto';
import type { Executor } from '../../platform/db.ts';
import type { ProviderName } from './provider.ts';

/** A person who has signed in with a browser. */
export interface StoredSession {
  accountKey: string;
  provider: ProviderName;
  name: string | null;
}

const hashOf = (token: string): string => createHash('sha256').update(token).digest('hex');

export async function insertSession(
  on: Executor,
  token: string,
  { accountKey, provider, name }: StoredSession,
  times: { now: Date; expiresAt: Date },
): Promise<void> {
  await on.query(
    `INSERT INTO sign_in_sessions (token_hash, account_key, provider, name, created_at, expires_at)
     VALUES ($1, $2, $3, $4, $5, $6)`,
    [hashOf(token), accountKey, provider, name, times.now, times.expiresAt],
  );
}

/** Undefined when it has ended. */
export async function findSession(
  on: Executor,
  token: string,
  now: Date,
): Promise<StoredSession | undefined> {
  const { rows } = await on.query<{ account_key: string; provider: ProviderName; name: string | null }>(
    'SELECT account_key, provider, name FROM sign_in_sessions WHERE token_hash = $1 AND expires_at > $2',
    [hashOf(token), now],
  );
  const [row] = rows;
  return row && { accountKey: row.account_key, provider: row.provider, name: row.name };
}

export async function deleteSession(on: Executor, token: string): Promise<void> {
  await on.query('DELETE FROM sign_in_sessions WHERE token_hash = $1', [hashOf(token)]);
}

export async function pruneSessions(on: Executor, now: Date): Promise<void> {
  await on.query('DELETE FROM sign_in_sessions WHERE expires_at <= $1', [now]);
}
