import { requestState } from '@openhorde/rules';
import type { Executor } from '../../platform/db.ts';
import { type Entry, isTakenBack } from '../board/index.ts';
import type { ResultRow } from '../deliveredJob.ts';
import type { CoreOffer, Kind } from '../kind.ts';
import type { RequestChanges } from './changes.ts';
import { type Patience, requestOf, type WaitNeeds } from './check.ts';
import type { RequestCommands } from './commands.ts';
import type { FindNeeds } from './find.ts';

const COLUMNS =
  'id, request_id, worker_id, worker_name, model, seed, censored, metadata, result, reward::float8 AS reward';

/** The delivered jobs of a request, in the order of delivery. */
export async function readResults({ db }: { db: Executor }, requestId: string): Promise<ResultRow[]> {
  const { rows } = await db.query<ResultRow>({
    name: 'results',
    text: `SELECT ${COLUMNS} FROM jobs WHERE request_id = $1 AND state = 'done' AND NOT fake ORDER BY finished_at, id`,
    values: [requestId],
  });
  return rows;
}

/** The request when it is done, or as far as it is when the caller's patience ends. */
export async function requestWhenDone<R, O extends CoreOffer>(
  horde: FindNeeds & WaitNeeds,
  kind: Kind<R, O>,
  id: string,
  { waitSeconds, signal }: Patience,
): Promise<Entry<R>> {
  const entry = await requestOf(horde, kind, id);
  const isDone = () => requestState(entry).done;
  if (!isDone()) await horde.changes.wait(entry.id, isDone, waitSeconds * 1000, signal);
  return entry;
}

export interface CancelNeeds {
  commands: Pick<RequestCommands, 'cancel'>;
  changes: Pick<RequestChanges, 'committed'>;
}

/**
 * Ends a request: nothing of it waits any more; jobs at workers may still be delivered and are paid.
 * @returns whether no worker works on it any more
 */
export async function cancelRequest(horde: CancelNeeds, entry: Pick<Entry<unknown>, 'id'>): Promise<boolean> {
  const counters = await horde.commands.cancel(entry.id);
  if (counters) horde.changes.committed(entry.id, counters);
  return counters === undefined || isTakenBack(counters);
}
