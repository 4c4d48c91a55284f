import { HordeError } from '@openhorde/contract';
import { accountKind, type Cents, floorOf } from '@openhorde/rules';
import type { Batch } from '../../platform/commits.ts';
import type { Executor } from '../../platform/db.ts';

const LOCK = 'SELECT id FROM users WHERE id = ANY($1::int[]) ORDER BY id FOR NO KEY UPDATE';

/** Locks accounts for the rest of a batch: what they promise and send is worked out one after the other, on all nodes. */
export async function lockPayers(batch: Batch, userIds: readonly number[]): Promise<void> {
  await batch.client.query(LOCK, [[...new Set(userIds)]]);
}

/**
 * Locks one account for the rest of a transaction that makes something for it: calls at the same time are counted one after
 * the other. @throws HordeError DeletedUser
 */
export async function lockOwner(on: Executor, userId: number): Promise<void> {
  const { rows } = await on.query<{ deleted: boolean }>(
    'SELECT deleted FROM users WHERE id = $1 FOR NO KEY UPDATE',
    [userId],
  );
  if (rows[0]?.deleted !== false) throw new HordeError('DeletedUser');
}

const HELD = `
  SELECT u.id, u.oauth_id,
         coalesce((SELECT (sum(h.remaining) * 100)::bigint FROM kudos_holds h
                   WHERE h.user_id = u.id AND h.released_at IS NULL), 0)::int8 AS held_cents
  FROM users u WHERE u.id = ANY($1::int[])`;

/** What accounts that are locked must keep: their floor, and what they have promised. */
export async function readKept(batch: Batch, userIds: readonly number[]): Promise<Map<number, Cents>> {
  const { rows } = await batch.client.query<{ id: number; oauth_id: string; held_cents: number }>(HELD, [
    [...new Set(userIds)],
  ]);
  return new Map(rows.map(row => [row.id, floorOf(accountKind(row.oauth_id)) + row.held_cents]));
}
