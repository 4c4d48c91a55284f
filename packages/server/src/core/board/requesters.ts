import type { Entry } from './entry.ts';
import { SortedQueue } from './sortedQueue.ts';

/** The requests of a board by who asked for them. */
export class Requesters<R> {
  readonly #all = new Map<number, Set<Entry<R>>>();
  /** Those that wait, in order. */
  readonly #queued = new Map<number, SortedQueue<Entry<R>>>();
  readonly #waiting = new Map<number, number>();

  /** Requests of a user, finished ones included until they expire. */
  of(userId: number): Iterable<Entry<R>> {
    return this.#all.get(userId) ?? [];
  }

  /** Those of several users that wait: a queue for each who has any. */
  queuesOf(userIds: Iterable<number>): SortedQueue<Entry<R>>[] {
    return [...userIds].flatMap(userId => this.#queued.get(userId) ?? []);
  }

  waitingJobs(userId: number): number {
    return this.#waiting.get(userId) ?? 0;
  }

  add(entry: Entry<R>): void {
    const mine = this.#all.get(entry.userId);
    if (mine) mine.add(entry);
    else this.#all.set(entry.userId, new Set([entry]));
  }

  remove(entry: Entry<R>): void {
    const mine = this.#all.get(entry.userId);
    mine?.delete(entry);
    if (mine?.size === 0) this.#all.delete(entry.userId);
  }

  enqueue(entry: Entry<R>): void {
    const queue = this.#queued.get(entry.userId) ?? new SortedQueue<Entry<R>>();
    this.#queued.set(entry.userId, queue);
    queue.add(entry);
  }

  dequeue(entry: Entry<R>): void {
    const queue = this.#queued.get(entry.userId);
    queue?.delete(entry);
    if (queue?.size === 0) this.#queued.delete(entry.userId);
  }

  countWaiting({ userId }: Entry<R>, jobs: number): void {
    addTo(this.#waiting, userId, jobs);
  }
}

/** Adds to a sum; one that comes to nothing is not kept. */
export function addTo(sums: Map<number, number>, key: number, amount: number): void {
  const sum = (sums.get(key) ?? 0) + amount;
  if (sum === 0) sums.delete(key);
  else sums.set(key, sum);
}
