/** Time-outs of addresses (rules-countermeasures §1.1). */

/** Services that call for many people are let off lightly. */
const SERVICE_MINUTES_MAX = 5;

/**
 * Minutes of time-out for a refused prompt: 3, 9, 15, 21 …
 * @param before refused prompts from the address within a day before this one
 */
export function timeoutMinutes(before: number, isService: boolean): number {
  const minutes = (2 * before + 1) * 3;
  return isService ? Math.min(minutes, SERVICE_MINUTES_MAX) : minutes;
}

/** A caller in a longer time-out than this is not told how long it lasts. */
export const TOLD_SECONDS_MAX = 4 * 86_400;

/** Hours for which refused prompts of an address are remembered, from the last one on. */
export const reportHours = (isLenient: boolean): number => (isLenient ? 1 : 24);
