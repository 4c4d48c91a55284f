/** Seeds: what a requester writes, and what a worker gets (rules-jobs §1.5). */

const SEEDS = 2 ** 32;

/** The low 32-bit seed that a larger number stands for: shifted right by 32 bits until it fits. */
function wrapBig(value: bigint): number {
  let wrapped = value;
  while (wrapped >= BigInt(SEEDS)) wrapped >>= 32n;
  return Number(wrapped);
}

/** Wraps a whole number at 2³² in the way of the API: by shifting, not by remainder. */
export function wrapSeed(value: number): number {
  return value < SEEDS ? value : wrapBig(BigInt(value));
}

/**
 * Reads a seed. Digits are a number, anything else is the little-endian number of its UTF-8 bytes; both are wrapped.
 * Absent or empty: no seed, one is drawn for each job.
 */
export function parseSeed(text: string | null | undefined): number | null {
  if (text === null || text === undefined || text === '') return null;
  if (/^\d+$/.test(text)) return wrapBig(BigInt(text));
  let value = 0n;
  for (const byte of new TextEncoder().encode(text).reverse()) value = (value << 8n) | BigInt(byte);
  return wrapBig(value);
}

/** The seed kept with a request: with a variation it must be fixed at once, so one is drawn where none was given. */
export function fixedSeed(
  seed: number | null,
  variation: number | null | undefined,
  random: () => number,
): number | null {
  return seed === null && variation ? Math.floor(random() * SEEDS) : seed;
}

/**
 * The seed of one pop. `waiting` is the number of jobs that no worker had taken before it; `random` is uniform in [0, 1).
 * Without a seed: uniform in [waiting, 2³² − 1].
 */
export function seedOfPop(
  seed: number | null,
  variation: number | null | undefined,
  waiting: number,
  random: () => number,
): number {
  if (seed === null) return waiting + Math.floor(random() * (SEEDS - waiting));
  return variation ? wrapSeed(seed + variation * waiting) : seed;
}
