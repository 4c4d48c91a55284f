/** A worker is online until this long after its last check-in. */
export const STALE_AFTER_SECONDS = 300;

export function isOnline(worker: { lastCheckInMs: number }, nowMs: number): boolean {
  return nowMs - worker.lastCheckInMs <= STALE_AFTER_SECONDS * 1000;
}

/** A check-in sooner after the last than this stores nothing, except in the first moments of a worker's life. */
export const CHECK_IN_DEBOUNCE_SECONDS = 30;

/** Whether a check-in is stored (rules-jobs §3.2). */
export function storesCheckIn(worker: { createdMs: number; lastCheckInMs: number }, nowMs: number): boolean {
  const debounceMs = CHECK_IN_DEBOUNCE_SECONDS * 1000;
  return nowMs - worker.lastCheckInMs >= debounceMs || nowMs - worker.createdMs <= debounceMs;
}
