/*
 * Seeded noise. Each picture of a batch draws from generators of its own, one for its start and one for each step, so
 * that picture i of a batch is bit for bit the picture that its seed makes alone.
 */

/** The start of a picture; step k of a run draws from stream k + 1. */
export const START_STREAM = 0;

/**
 * `count` standard normal numbers that depend on `seed` (a whole number, 0 to 2^53 - 1) and `stream` alone.
 * xoshiro128++ (Blackman and Vigna, 2019) seeded by SplitMix32; pairs by Box and Muller.
 */
export function normals(seed: number, stream: number, count: number): Float32Array {
  const next = xoshiro(seed, stream);
  const values = new Float32Array(count);
  for (let i = 0; i < count; i += 2) {
    const radius = Math.sqrt(-2 * Math.log((next() + 1) / 2 ** 32));
    const angle = (2 * Math.PI * next()) / 2 ** 32;
    values[i] = radius * Math.cos(angle);
    if (i + 1 < count) values[i + 1] = radius * Math.sin(angle);
  }
  return values;
}

/** The noise of a whole batch, [seeds.length, count]. */
export function batchNormals(seeds: readonly number[], stream: number, count: number): Float32Array {
  const values = new Float32Array(seeds.length * count);
  for (const [i, seed] of seeds.entries()) values.set(normals(seed, stream, count), i * count);
  return values;
}

/** -> uniform whole numbers 0 … 2^32 - 1 */
function xoshiro(seed: number, stream: number): () => number {
  const words = [seed % 2 ** 32, Math.floor(seed / 2 ** 32), stream];
  let mixed = 0;
  for (const word of words) mixed = splitMix((mixed ^ word) >>> 0);
  let a = splitMix(mixed);
  let b = splitMix(a);
  let c = splitMix(b);
  let d = splitMix(c);
  return () => {
    const sum = (a + d) | 0;
    const result = (((sum << 7) | (sum >>> 25)) + a) >>> 0;
    const shifted = b << 9;
    c ^= a;
    d ^= b;
    b ^= c;
    a ^= d;
    c ^= shifted;
    d = (d << 11) | (d >>> 21);
    return result;
  };
}

function splitMix(state: number): number {
  let z = (state + 0x9e3779b9) | 0;
  z = Math.imul(z ^ (z >>> 16), 0x85ebca6b);
  z = Math.imul(z ^ (z >>> 13), 0xc2b2ae35);
  return (z ^ (z >>> 16)) >>> 0;
}
