const SEEDS = 2n ** 32n;

/** The seed of a payload, digits of any length, as 0 … 2³² − 1; anything that is no number means random. */
export function baseSeed(seed: string | null | undefined, random: () => number): number {
  const digits = seed?.trim() ?? '';
  if (!/^-?\d{1,100}$/.test(digits)) return Math.floor(random() * Number(SEEDS));
  return Number(BigInt.asUintN(32, BigInt(digits)));
}

/** Picture i of a batch has seed + i, so that each can be made again alone. `first`: the place at which to begin. */
export function batchSeeds(base: number, count: number, first = 0): number[] {
  return Array.from({ length: count }, (_, i) =>
    Number(BigInt.asUintN(32, BigInt(base) + BigInt(first + i))),
  );
}
