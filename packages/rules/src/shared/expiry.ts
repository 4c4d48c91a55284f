/** How long a request lives when nothing happens to it (rules-jobs §2.1). */
export const REQUEST_TTL_SECONDS = 20 * 60;

/** After an extra slow worker took a job of it. */
export const EXTRA_SLOW_REQUEST_TTL_SECONDS = 60 * 60;

/** Given-up jobs that make a whole request faulted. */
export const FAULTS_MAX = 3;

/**
 * Expiry after a pop or a settlement: 20 minutes from now, never earlier than it was; an extra slow worker sets it to
 * an hour from now. Milliseconds since 1970.
 */
export function extendedExpiryMs(expiresAtMs: number, nowMs: number, extraSlowWorker: boolean): number {
  if (extraSlowWorker) return nowMs + EXTRA_SLOW_REQUEST_TTL_SECONDS * 1000;
  return Math.max(expiresAtMs, nowMs + REQUEST_TTL_SECONDS * 1000);
}
