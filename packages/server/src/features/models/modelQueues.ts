/** What waits or runs for one model. */
export interface ModelQueue {
  /** Raw things of the jobs that nobody has taken. */
  things: number;
  /** Jobs that wait or are at workers. */
  jobs: number;
}

/** What counting needs of a request on the board. */
export interface BoardRequest {
  readonly waiting: number;
  readonly processing: number;
  readonly faulted: boolean;
  /** Raw things of one job. */
  readonly things: number;
  readonly group: { readonly requirements: { readonly models: readonly string[] } };
}

/** The part of a board that is read here. */
export interface RequestBoard {
  entries(): Iterable<BoardRequest>;
}

/**
 * The queue of each model that a request names, or of `only` that one. A request that names several waits in full in
 * the queue of each; one that names none waits in no queue.
 */
export function modelQueues(board: RequestBoard, only?: string): Map<string, ModelQueue> {
  const queues = new Map<string, ModelQueue>();
  for (const { waiting, processing, faulted, things, group } of board.entries()) {
    if (faulted || waiting + processing === 0) continue;
    const { models } = group.requirements;
    for (const model of only === undefined ? models : models.includes(only) ? [only] : []) {
      const queue = queues.get(model);
      if (queue) {
        queue.things += things * waiting;
        queue.jobs += waiting + processing;
      } else queues.set(model, { things: things * waiting, jobs: waiting + processing });
    }
  }
  return queues;
}
