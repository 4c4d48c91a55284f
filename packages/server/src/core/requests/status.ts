import { requestState } from '@openhorde/rules';
import { type Entry, isTakenBack } from '../board/index.ts';
import type { Horde } from '../horde.ts';
import type { CoreOffer, Kind } from '../kind.ts';
import { type Patience, requestOf } from './check.ts';

/** A delivered job as its row holds it. */
export interface ResultRow extends Record<string, unknown> {
  id: string;
  request_id: string;
  worker_id: string;
  worker_name: string;
  model: string;
  seed: number;
  censored: boolean;
  metadata: unknown[];
  /** What the worker sent; `R2` for an image in the object store. */
  result: string;
  /** Kudos that the worker was told. */
  reward: number;
}

const COLUMNS =
  'id, request_id, worker_id, worker_name, model, seed, censored, metadata, result, reward::float8 AS reward';

/** The delivered jobs of a request, in the order of delivery. */
export async function readResults({ db }: Pick<Horde, 'db'>, requestId: string): Promise<ResultRow[]> {
  const { rows } = await db.query<ResultRow>({
    name: 'results',
    text: `SELECT ${COLUMNS} FROM jobs WHERE request_id = $1 AND state = 'done' AND NOT fake ORDER BY finished_at, id`,
    values: [requestId],
  });
  return rows;
}

/** The request when it is done, or as far as it is when the caller's patience ends. */
export async function requestWhenDone<R, O extends CoreOffer>(
  horde: Horde,
  kind: Kind<R, O>,
  id: string,
  { waitSeconds, signal }: Patience,
): Promise<Entry<R>> {
  const entry = await requestOf(horde, kind, id);
  const isDone = () => requestState(entry).done;
  if (!isDone()) await horde.changes.wait(entry.id, isDone, waitSeconds * 1000, signal);
  return entry;
}

/**
 * Ends a request: nothing of it waits any more; jobs at workers may still be delivered and are paid.
 * @returns whether nobody works on it any more
 */
export async function cancelRequest(horde: Horde, entry: Pick<Entry<unknown>, 'id'>): Promise<boolean> {
  const counters = await horde.commands.cancel(entry.id);
  if (counters) horde.changes.committed(entry.id, counters);
  return counters === undefined || isTakenBack(counters);
}
