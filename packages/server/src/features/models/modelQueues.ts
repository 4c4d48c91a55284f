/** What waits or runs for one model. */
export interface ModelQueue {
  /** Raw things of the jobs that no worker has taken. */
  things: number;
  /** Jobs that wait or are at workers. */
  jobs: number;
}

/** Requests with equal requirements, counted together. */
export interface RequestGroup {
  readonly waitingJobs: number;
  readonly processingJobs: number;
  /** Raw things of the waiting jobs. */
  readonly waitingThings: number;
  readonly requirements: { readonly models: readonly string[] };
}

/** The part of a board that is read here. */
export interface RequestBoard {
  groups(): Iterable<RequestGroup>;
}

/**
 * The queue of each model that a request names, or of `only` that one. A request that names several waits in full in
 * the queue of each; one that names none waits in no queue.
 */
export function modelQueues(board: RequestBoard, only?: string): Map<string, ModelQueue> {
  const queues = new Map<string, ModelQueue>();
  for (const { waitingJobs, processingJobs, waitingThings, requirements } of board.groups()) {
    const jobs = waitingJobs + processingJobs;
    if (jobs === 0) continue;
    const { models } = requirements;
    for (const model of only === undefined ? models : models.includes(only) ? [only] : []) {
      const queue = queues.get(model) ?? { things: 0, jobs: 0 };
      queues.set(model, { things: queue.things + waitingThings, jobs: queue.jobs + jobs });
    }
  }
  return queues;
}
