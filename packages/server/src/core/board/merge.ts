import type { Entry } from './entry.ts';
import { compareOrder, type SortedQueue } from './sortedQueue.ts';

/** Requests of one queue tried one by one in one pop: an end for a worker whose blacklist hits everything that waits. */
export const TRIED_MAX = 20_000;

/** The first entry in order over several queues that has jobs left and that may be taken: a merge that stops early. */
export function firstOf<R>(
  queues: readonly SortedQueue<Entry<R>>[],
  mayTake: (entry: Entry<R>) => boolean,
): Entry<R> | undefined {
  let best: Entry<R> | undefined;
  for (const queue of queues) {
    let tried = 0;
    for (const entry of queue) {
      if (best && compareOrder(best, entry) < 0) break;
      if (entry.waiting <= entry.reserved) continue;
      if (mayTake(entry)) {
        best = entry;
        break;
      }
      if (++tried >= TRIED_MAX) break;
    }
  }
  return best;
}
