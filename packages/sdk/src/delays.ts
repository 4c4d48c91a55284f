/** How long to wait between looks and after failures: spec `clients.md` §1.2, as pure functions. */

const FIRST_BACK_OFF_MS = 2_000;
const LONGEST_BACK_OFF_MS = 60_000;
const JITTER = 0.15;

/** Spreads `ms` by ±15 % so that many clients do not come back at the same moment. `random` is in [0, 1). */
function jittered(ms: number, random: number): number {
  return ms * (1 - JITTER + 2 * JITTER * random);
}

/** Milliseconds before try number `failures + 1`: what the server asked for, else 2 s, 4 s, 8 s … at most 60 s. */
export function backOffMs(failures: number, retryAfterSeconds: number | undefined, random: number): number {
  // Never earlier than the server asked: the jitter only adds.
  if (retryAfterSeconds !== undefined)
    return Math.min(retryAfterSeconds * 1000 * (1 + JITTER * random), 300_000);
  return jittered(Math.min(FIRST_BACK_OFF_MS * 2 ** (failures - 1), LONGEST_BACK_OFF_MS), random);
}

/** Milliseconds until the next look at a request that was just seen in state `check`. */
export function pollDelayMs(check: { wait_time: number; processing: number }, random: number): number {
  const nearlyDone = check.wait_time < 3 && check.processing > 0;
  const ms = nearlyDone ? 1_000 : Math.min(Math.max((check.wait_time * 1000) / 4, 2_000), 10_000);
  return jittered(ms, random);
}
