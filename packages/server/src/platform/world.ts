import { randomBytes, randomUUID } from 'node:crypto';

/**
 * Time, randomness and ids come in from outside, so that a horde runs on a clock that its caller moves: in
 * tests, and where a day is simulated in minutes.
 */
export interface World {
  /** Milliseconds since 1970. */
  now(): number;
  /** Calls `run` once, in so many milliseconds; does not keep the process alive. @returns what takes that back */
  after(milliseconds: number, run: () => void): () => void;
  /** Uniform in [0, 1). */
  random(): number;
  uuid(): string;
  /** URL-safe random text of `bytes` random bytes. */
  secret(bytes: number): string;
}

/** Resolves in so many milliseconds, or at once when `signal` aborts; without an error. */
export function pause(
  world: Pick<World, 'after'>,
  milliseconds: number,
  signal?: AbortSignal,
): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  if (signal?.aborted) return Promise.resolve();
  const end = () => {
    takeBack();
    signal?.removeEventListener('abort', end);
    resolve();
  };
  const takeBack = world.after(milliseconds, end);
  signal?.addEventListener('abort', end, { once: true });
  return promise;
}

/** The real one: system clock, system randomness. */
export const world: World = {
  now: Date.now,
  after(milliseconds, run) {
    const timer = setTimeout(run, milliseconds).unref();
    return () => clearTimeout(timer);
  },
  random: Math.random,
  uuid: randomUUID,
  secret: bytes => randomBytes(bytes).toString('base64url'),
};
