import type { Executor } from '../../platform/db.ts';
import type { RequestCounters } from '../board/index.ts';
import { releaseHolds } from '../kudos/index.ts';
import { COUNTER_COLUMNS, type CountersRow, countersOf } from './counters.ts';
import { TAKEN_BACK } from './taken.ts';

const DELETE = 'DELETE FROM requests WHERE shared_key_id = ANY($1) AND processing = 0 RETURNING id';
const TAKE_BACK = `UPDATE requests r SET ${TAKEN_BACK} WHERE shared_key_id = ANY($1) RETURNING ${COUNTER_COLUMNS}`;

/** What became of them. */
export interface EndedRequests {
  goneIds: string[];
  /** A worker is busy with them: they are cancelled, and what it hands in is paid. */
  cancelled: { id: string; counters: RequestCounters }[];
}

/**
 * Ends the requests of shared keys that go, as part of a transaction that has locked the keys. Those that a worker is busy
 * with are only cancelled: it is paid for its work, by the account of the key.
 */
export async function endRequestsOfKeys(
  on: Executor,
  sharedKeyIds: readonly string[],
  nowMs: number,
): Promise<EndedRequests> {
  const gone = await on.query<{ id: string }>(DELETE, [sharedKeyIds]);
  const goneIds = gone.rows.map(row => row.id);
  // The remaining requests had jobs at workers when they were read; no worker takes more of them from here
  // on.
  const { rows: left } = await on.query<CountersRow>(TAKE_BACK, [sharedKeyIds]);
  const idle = left.filter(row => row.processing === 0).map(row => row.id);
  await releaseHolds(on, [...goneIds, ...idle], nowMs);
  return { goneIds, cancelled: left.map(row => ({ id: row.id, counters: countersOf(row) })) };
}
