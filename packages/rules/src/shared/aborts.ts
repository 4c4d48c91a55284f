/** Given-up jobs of a worker: too many in an hour send it into maintenance (rules-jobs §5.3). */
import type { WorkerType } from '@openhorde/contract';

const WINDOW_MS = 3600 * 1000;

export interface AbortCount {
  /** In the window that began at `abortedSinceMs`. */
  abortedJobs: number;
  abortedSinceMs: number | null;
  uncompletedJobs: number;
}

/** Aborts in one window that are borne. */
export function abortsMax(type: WorkerType, raid: boolean): number {
  if (type === 'interrogation') return 100;
  return raid ? 10 : 20;
}

/** Counts one abort. `tooMany`: the worker goes into maintenance (not in a raid) and under suspicion; its count restarts. */
export function countAbort(
  count: AbortCount,
  nowMs: number,
  limit: number,
): AbortCount & { tooMany: boolean } {
  const fresh = count.abortedSinceMs === null || nowMs - count.abortedSinceMs > WINDOW_MS;
  const abortedJobs = (fresh ? 0 : count.abortedJobs) + 1;
  const tooMany = abortedJobs > limit;
  return {
    abortedJobs: tooMany ? 0 : abortedJobs,
    abortedSinceMs: fresh ? nowMs : count.abortedSinceMs,
    uncompletedJobs: count.uncompletedJobs + 1,
    tooMany,
  };
}
