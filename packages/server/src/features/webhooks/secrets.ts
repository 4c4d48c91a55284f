import type { Executor } from '../../platform/db.ts';

/** The secret before the last one signs for so long beside it. */
const OVERLAP_MS = 24 * 3_600_000;

const REPLACE = `
  INSERT INTO webhook_secrets (user_id, nonce) VALUES ($1, $2)
  ON CONFLICT (user_id) DO UPDATE
  SET previous_nonce = webhook_secrets.nonce, previous_until = $3, nonce = EXCLUDED.nonce`;

/** From now on the secret of this nonce signs for the account. */
export async function replaceNonce(
  on: Executor,
  userId: number,
  nonce: string,
  nowMs: number,
): Promise<void> {
  await on.query(REPLACE, [userId, nonce, new Date(nowMs + OVERLAP_MS)]);
}

/** From now on nothing is signed for the account. */
export async function dropNonces(on: Executor, userId: number): Promise<void> {
  await on.query('DELETE FROM webhook_secrets WHERE user_id = $1', [userId]);
}

export async function hasNonce(on: Executor, userId: number): Promise<boolean> {
  const { rowCount } = await on.query('SELECT 1 FROM webhook_secrets WHERE user_id = $1', [userId]);
  return rowCount === 1;
}
