import type { Logger } from 'pino';

/** @returns a promise where it takes a while */
type Listener<Args extends unknown[]> = (...args: Args) => unknown;

/**
 * Those who are told of what has happened. It has: what one of them throws is logged, keeps none of the others from
 * hearing, and never reaches the caller that made it happen.
 */
export class Listeners<Args extends unknown[]> {
  readonly #log: Pick<Logger, 'error'>;
  readonly #complaint: string;
  readonly #listeners: Listener<Args>[] = [];

  /** @param complaint for the log, when one of them fails */
  constructor(log: Pick<Logger, 'error'>, complaint: string) {
    this.#log = log;
    this.#complaint = complaint;
  }

  add(listener: Listener<Args>): void {
    this.#listeners.push(listener);
  }

  /** Tells one after the other; those that answer at once, before it returns. Never fails. */
  async tell(...args: Args): Promise<void> {
    for (const listener of this.#listeners) {
      try {
        const answer = listener(...args);
        if (answer instanceof Promise) await answer;
      } catch (error) {
        this.#log.error({ err: error }, this.#complaint);
      }
    }
  }
}
