import { setTimeout as pause } from 'node:timers/promises';

/** How often a condition outside of this process is looked at. */
const LOOK_MS = 20;
/** Beyond this something hangs. */
const LIMIT_MS = 60_000;

/**
 * Looks until `condition` answers something, and answers that. Errors count as "not yet": what is waited for may be down.
 * @throws Error after a minute, with what was waited for and the last error
 */
export async function until<T>(what: string, condition: () => Promise<T | undefined | false>): Promise<T> {
  const endsAt = performance.now() + LIMIT_MS;
  let last: unknown;
  while (performance.now() < endsAt) {
    try {
      const found = await condition();
      if (found !== undefined && found !== false) return found;
      last = undefined;
    } catch (error) {
      last = error;
    }
    await pause(LOOK_MS);
  }
  throw new Error(`Waited in vain until ${what}`, { cause: last });
}

/** Runs `work` for each item, at most `atOnce` at a time. */
export async function forEach<T>(
  items: readonly T[],
  atOnce: number,
  work: (item: T) => Promise<void>,
): Promise<void> {
  const queue = items.values();
  const lane = async () => {
    for (const item of queue) await work(item);
  };
  await Promise.all(Array.from({ length: atOnce }, lane));
}
