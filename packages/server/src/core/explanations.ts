import type { Reasons } from '@openhorde/rules';
import type { World } from '../platform/world.ts';

/** An explanation may be this old: it is asked for with every look at a request that no worker takes. */
const FRESH_MILLISECONDS = 3000;
/**
 * Workers that are asked for explanations in a second, over all requests, and at most at once. One costs 1 to 4 µs, so
 * that however many clients watch requests that no worker takes, it stays at about a twentieth of one core.
 */
const ASKED_PER_SECOND = 20_000;
const ASKED_AT_ONCE = 100_000;
/** What one explanation costs beside its workers, counted in them. */
const ASKED_LEAST = 50;

/** Why no worker takes a request: remembered per request, worked out only as often as the node can afford. */
export class Explanations<Request extends object> {
  readonly #world: Pick<World, 'now'>;
  readonly #known = new WeakMap<Request, { atMs: number; reasons: Reasons }>();
  #left = ASKED_AT_ONCE;
  #filledAtMs: number;

  constructor(world: Pick<World, 'now'>) {
    this.#world = world;
    this.#filledAtMs = world.now();
  }

  /** @returns the last one where a new one cannot be afforded, which may be none */
  of(request: Request, workers: number, explain: () => Reasons): Reasons | undefined {
    const nowMs = this.#world.now();
    const known = this.#known.get(request);
    if (known && nowMs - known.atMs < FRESH_MILLISECONDS) return known.reasons;
    if (!this.#affords(workers + ASKED_LEAST, nowMs)) return known?.reasons;
    const reasons = explain();
    this.#known.set(request, { atMs: nowMs, reasons });
    return reasons;
  }

  #affords(asked: number, nowMs: number): boolean {
    const filled = this.#left + ((nowMs - this.#filledAtMs) * ASKED_PER_SECOND) / 1000;
    this.#left = Math.min(ASKED_AT_ONCE, filled);
    this.#filledAtMs = nowMs;
    if (this.#left < Math.min(asked, ASKED_AT_ONCE)) return false;
    this.#left -= asked;
    return true;
  }
}
