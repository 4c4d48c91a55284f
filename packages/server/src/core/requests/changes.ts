import type { WorkerType } from '@openhorde/contract';
import type { World } from '../../platform/world.ts';
import type { RequestCounters } from '../board/index.ts';
import type { Kind } from '../kind.ts';

/** Takes over what was committed for a request, and tells the clients that watch it. */
export class RequestChanges {
  readonly #watchers = new Map<string, Set<() => void>>();
  readonly #kinds: ReadonlyMap<WorkerType, Pick<Kind, 'board'>>;
  readonly #world: Pick<World, 'after'>;
  /** Told the id of each changed request, for the other nodes. */
  readonly #onChange: (id: string) => void;

  constructor(
    kinds: ReadonlyMap<WorkerType, Pick<Kind, 'board'>>,
    world: Pick<World, 'after'>,
    onChange: (id: string) => void,
  ) {
    this.#kinds = kinds;
    this.#world = world;
    this.#onChange = onChange;
  }

  /** Committed by this node. */
  committed(id: string, counters: RequestCounters): void {
    this.heard(id, counters);
    this.#onChange(id);
  }

  /** Tells the other nodes that there is something to read. */
  announce(id: string): void {
    this.#onChange(id);
  }

  /** Committed by another one. */
  heard(id: string, counters: RequestCounters): void {
    for (const { board } of this.#kinds.values()) board.apply(id, counters);
    this.touch(id);
  }

  gone(id: string): void {
    for (const { board } of this.#kinds.values()) board.remove(id);
    this.touch(id);
  }

  /** Something that is no counter changed: progress of a job. */
  touch(id: string): void {
    for (const notify of [...(this.#watchers.get(id) ?? [])]) notify();
  }

  /** Calls `notify` at every change, until the returned function is called. */
  watch(id: string, notify: () => void): () => void {
    const watchers = this.#watchers.get(id);
    if (watchers) watchers.add(notify);
    else this.#watchers.set(id, new Set([notify]));
    return () => {
      const mine = this.#watchers.get(id);
      mine?.delete(notify);
      if (mine?.size === 0) this.#watchers.delete(id);
    };
  }

  /** Resolves at the first change after which `enough` holds, when `milliseconds` are over, or when `signal` aborts. */
  wait(id: string, enough: () => boolean, milliseconds: number, signal: AbortSignal): Promise<void> {
    if (milliseconds <= 0 || signal.aborted) return Promise.resolve();
    const { promise, resolve } = Promise.withResolvers<void>();
    const takeBack = this.#world.after(milliseconds, end);
    const unwatch = this.watch(id, () => {
      if (enough()) end();
    });
    function end() {
      takeBack();
      unwatch();
      signal.removeEventListener('abort', end);
      resolve();
    }
    signal.addEventListener('abort', end, { once: true });
    return promise;
  }
}
