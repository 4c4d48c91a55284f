import type { Logger } from 'pino';
import { pause, world } from './world.ts';

const PAUSE_MS = 100;
const PAUSE_MS_MAX = 5_000;

/**
 * What reads everything again after a gap. Each runs by itself, is tried until it succeeds, and once more when another
 * gap came while it ran.
 */
export class CatchUps {
  readonly #log: Pick<Logger, 'warn'>;
  readonly #running = new Map<() => unknown, { isStale: boolean }>();
  readonly #all = new Set<() => unknown>();
  readonly #closed = new AbortController();

  constructor(log: Pick<Logger, 'warn'>) {
    this.#log = log;
  }

  add(catchUp: () => unknown): () => void {
    this.#all.add(catchUp);
    return () => this.#all.delete(catchUp);
  }

  /** Messages may have been lost. */
  gap(): void {
    for (const catchUp of this.#all) {
      const running = this.#running.get(catchUp);
      if (running) running.isStale = true;
      else void this.#run(catchUp);
    }
  }

  close(): void {
    this.#closed.abort();
  }

  async #run(catchUp: () => unknown): Promise<void> {
    const state = { isStale: true };
    this.#running.set(catchUp, state);
    let pauseMs = PAUSE_MS;
    while (state.isStale && this.#all.has(catchUp) && !this.#closed.signal.aborted) {
      state.isStale = false;
      try {
        await catchUp();
      } catch (error) {
        state.isStale = true;
        if (this.#closed.signal.aborted) break;
        this.#log.warn({ err: error }, 'what other nodes changed was not read again; another try follows');
        await pause(world, pauseMs, this.#closed.signal);
        pauseMs = Math.min(pauseMs * 2, PAUSE_MS_MAX);
      }
    }
    this.#running.delete(catchUp);
  }
}
