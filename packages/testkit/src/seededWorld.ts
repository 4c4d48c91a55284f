import type { World } from '@openhorde/server/platform/world.ts';

/** A world in which nothing happens by itself: the clock stands until it is moved, and chance repeats. */
export interface SeededWorld extends World {
  /** Moves the clock on; a timer that is due on the way is called at its moment. */
  advance(ms: number): void;
}

/** 2026-01-01 00:00:00 UTC. */
const BEGINNING = 1_767_225_600_000;

/** Two worlds of one seed give the same numbers, ids and secrets in the same order. */
export function seededWorld(seed: number, startsAt = BEGINNING): SeededWorld {
  let now = startsAt;
  const timers = new Set<{ atMs: number; run: () => void }>();
  const random = mulberry32(seed);
  const bytes = (count: number) =>
    Buffer.from(Array.from({ length: count }, () => Math.floor(random() * 256)));
  return {
    now: () => now,
    random,
    uuid() {
      const id = bytes(16);
      // Version 4, variant 1, as RFC 9562 wants it.
      id[6] = (id[6]! & 0x0f) | 0x40;
      id[8] = (id[8]! & 0x3f) | 0x80;
      return id.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
    },
    secret: count => bytes(count).toString('base64url'),
    after(ms, run) {
      const timer = { atMs: now + Math.max(0, ms), run };
      timers.add(timer);
      return () => timers.delete(timer);
    },
    advance(ms) {
      const untilMs = now + ms;
      for (;;) {
        // Of those of one moment the first that was set.
        const [next] = [...timers].filter(timer => timer.atMs <= untilMs).sort((a, b) => a.atMs - b.atMs);
        if (!next) break;
        timers.delete(next);
        now = Math.max(now, next.atMs);
        next.run();
      }
      now = untilMs;
    },
  };
}

/** Tommy Ettinger's mulberry32 (public domain): 32 bits of state, enough for tests. Uniform in [0, 1). */
export function mulberry32(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
