/** State and waiting time of a request as `check` and `status` tell them (rules-jobs §2.2, §2.4). Decoys count nowhere. */

export interface RequestCounts {
  /** Images wanted in all. */
  jobs: number;
  /** Not yet handed out. */
  waiting: number;
  processing: number;
  finished: number;
  restarted: number;
  faulted: boolean;
}

export interface RequestState {
  finished: number;
  processing: number;
  restarted: number;
  waiting: number;
  done: boolean;
  faulted: boolean;
}

/** The counts that are told. Done: given up, or nothing left to hand out and nothing at a worker. */
export function requestState(counts: RequestCounts): RequestState {
  const { jobs, processing, finished, restarted, faulted } = counts;
  return {
    finished,
    processing,
    restarted,
    waiting: Math.min(Math.max(counts.waiting, 0), Math.max(jobs - processing - finished, 0)),
    done: faulted || (counts.waiting <= 0 && processing === 0),
    faulted,
  };
}

/** Seconds that a running job still needs at its worker's speed (raw things per second). */
export function remainingSeconds(things: number, workerSpeed: number, elapsedSeconds: number): number {
  return Math.max(0, things / (workerSpeed > 0 ? workerSpeed : 1) - elapsedSeconds);
}

/** The queue around a request. Things in display units (megapixelsteps, tokens). */
export interface QueueSurroundings {
  /** Of the requests up to and including this one, all their waiting jobs. */
  thingsAhead: number;
  /** Mean speed of the workers of this kind, display units per second; 0 counts as 1. */
  meanSpeed: number;
  /** Threads of the workers that are online. */
  threads: number;
  /** Waiting jobs up to and including this request's. */
  queuedJobs: number;
}

/**
 * Whole seconds until all images of a request are there: the queue up to it at the speed of the workers that can work
 * on it at once, plus the longest of its own running jobs.
 */
export function waitSeconds(
  queue: QueueSurroundings | undefined,
  runningJobsRemainingSeconds: readonly number[],
): number {
  const own = Math.max(0, ...runningJobsRemainingSeconds);
  if (!queue) return Math.round(own);
  const speed = queue.meanSpeed > 0 ? queue.meanSpeed : 1;
  const hands = Math.max(1, Math.min(queue.threads, queue.queuedJobs));
  return Math.round(queue.thingsAhead / (speed * hands) + own);
}

/** What a request adds to the queue: all its waiting jobs, in display units with two decimals. */
export function queuedThings(things: number, waiting: number, divisor: number): number {
  return Math.round((things * Math.max(0, waiting) * 100) / divisor) / 100;
}

/** Place in the queue counted from 1; 0 when nothing of the request waits there. */
export function queuePosition(waiting: number, index: number): number {
  return waiting > 0 ? index + 1 : 0;
}
