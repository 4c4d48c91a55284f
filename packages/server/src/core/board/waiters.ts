import type { World } from '../../platform/world.ts';

/**
 * Calls held until something happens (RFC 7240 `Prefer: wait=N`). A waiter is woken once, in the order of arrival,
 * and tries again by itself: waking is a hint, never a promise.
 */

interface Waiter<T> {
  subject: T;
  wake(): void;
}

export class Waiters<T> {
  readonly #waiters = new Set<Waiter<T>>();
  readonly #world: Pick<World, 'after'>;

  constructor(world: Pick<World, 'after'>) {
    this.#world = world;
  }

  get size(): number {
    return this.#waiters.size;
  }

  /** Resolves true when woken, false after `milliseconds` or when `signal` aborts. */
  wait(subject: T, milliseconds: number, signal: AbortSignal): Promise<boolean> {
    if (milliseconds <= 0 || signal.aborted) return Promise.resolve(false);
    const { promise, resolve } = Promise.withResolvers<boolean>();
    const end = (woken: boolean) => {
      if (!this.#waiters.delete(waiter)) return;
      takeBack();
      signal.removeEventListener('abort', abort);
      resolve(woken);
    };
    const abort = () => end(false);
    const waiter: Waiter<T> = { subject, wake: () => end(true) };
    this.#waiters.add(waiter);
    const takeBack = this.#world.after(milliseconds, () => end(false));
    signal.addEventListener('abort', abort, { once: true });
    return promise;
  }

  /** Wakes, in order of arrival, those that `wanted` says yes to, at most `atMost` of them. */
  wake(wanted: (subject: T) => boolean, atMost = Number.POSITIVE_INFINITY): void {
    let woken = 0;
    for (const waiter of [...this.#waiters]) {
      if (woken >= atMost) return;
      if (!wanted(waiter.subject)) continue;
      waiter.wake();
      woken += 1;
    }
  }
}
