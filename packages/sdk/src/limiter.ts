import type { SdkWorld } from './world.ts';

export interface RouteLimit {
  count: number;
  windowMs: number;
}

/**
 * Delays calls so that no more than `count` start within any `windowMs` for one key; later ones wait their turn.
 * Stays under the server's own limits instead of running into them.
 */
export function createLimiter(limit: RouteLimit, world: SdkWorld) {
  /** Key -> start times of the latest calls, oldest first, some of them in the future. */
  const starts = new Map<string, number[]>();

  return async function takeTurn(key: string, signal?: AbortSignal): Promise<void> {
    const now = world.now();
    for (const [other, times] of starts) {
      if ((times.at(-1) ?? 0) + limit.windowMs < now) starts.delete(other);
    }
    const times = starts.get(key) ?? [];
    const gate = times.at(-limit.count);
    const startAt = gate === undefined ? now : Math.max(now, gate + limit.windowMs);
    starts.set(key, [...times, startAt].slice(-limit.count));
    if (startAt > now) await world.sleep(startAt - now, signal);
  };
}
