import { setTimeout as delay } from 'node:timers/promises';

/** Time, chance and the network, from outside. */
export interface WorkerWorld {
  fetch: typeof fetch;
  /** Milliseconds since 1970. */
  now(): number;
  /** Uniform in [0, 1). */
  random(): number;
  /** Rejects with the signal's reason when it aborts. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
}

export const realWorld: Omit<WorkerWorld, 'fetch'> = {
  now: () => Date.now(),
  random: () => Math.random(),
  async sleep(ms, signal) {
    try {
      await delay(ms, undefined, signal ? { signal } : {});
    } catch (error) {
      throw signal?.aborted ? signal.reason : error;
    }
  },
};

/** Waits of the worker, together so that tests need not wait. Those of the original: spec `worker.md` §5.3, §6. */
export const TIMING = {
  /** How long the horde may hold a pop, where it can. */
  holdSeconds: 25,
  /** How long a call to the horde may take, beside what it is held. */
  callMs: 30_000,
  /** From one pop to the next, where it cannot. */
  popGapMs: 1_000,
  /** After a refused pop. */
  popRefusedMs: 5_000,
  /** After a refusal that only the owner can cure. */
  popForbiddenMs: 60_000,
  networkMs: { first: 2_000, longest: 60_000 },
  deliveryMs: { first: 1_000, longest: 60_000 },
  sourceMs: { first: 500, longest: 4_000 },
  progressGapMs: 500,
  /** No pops after three faults in a row. */
  faultPauseMs: 180_000,
  /** What deliveries may take when the worker stops: so much, and so much more for each. */
  drainMs: { base: 10_000, each: 4_000 },
  engineRestMs: { first: 1_000, longest: 60_000 },
  /** What the engine may take to let go of a cancelled task. */
  engineCancelMs: 60_000,
};
export type Timing = typeof TIMING;
