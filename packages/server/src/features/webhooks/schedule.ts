/** Pauses after the first, second … attempt that failed. There is one attempt more than there are pauses. */
const PAUSES_MS = [10_000, 60_000, 600_000] as const;
/** A receiver that asks for more patience than this is tried all the same: the images do not last so long. */
const RETRY_AFTER_MS_MAX = 3_600_000;
/** Share of a pause by which it varies either way, so that a receiver that fell over is not met by all at once. */
const JITTER = 0.2;

/**
 * Milliseconds until the next attempt.
 * @param attempts those that have failed
 * @param retryAfterMs what the receiver asked for
 * @param random uniform in [0, 1)
 * @returns undefined when there is no further attempt
 */
export function pauseAfter(attempts: number, retryAfterMs: number, random: number): number | undefined {
  const pause = PAUSES_MS[attempts - 1];
  if (pause === undefined) return undefined;
  return Math.max(pause * (1 + JITTER * (2 * random - 1)), Math.min(retryAfterMs, RETRY_AFTER_MS_MAX));
}

/** Milliseconds that a `Retry-After` header asks for, in seconds or as a date; 0 when it asks for nothing. */
export function retryAfterMs(header: string | string[] | undefined, nowMs: number): number {
  if (typeof header !== 'string') return 0;
  const ms = /^\d+$/.test(header) ? Number(header) * 1000 : Date.parse(header) - nowMs;
  return Number.isFinite(ms) ? Math.max(0, ms) : 0;
}
