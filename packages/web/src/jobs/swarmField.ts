/**
 * The picture of progress: dots that drift apart while a request waits and gather to a sunflower head as its
 * picture is drawn, the way a diffusion model brings order into noise. Pure geometry, in a unit square.
 */

export interface Dot {
  /** Where it drifts, 0 to 1. */
  noiseX: number;
  noiseY: number;
  /** Where it belongs, 0 to 1. */
  homeX: number;
  homeY: number;
  /** Radius at home, in parts of the square's side. */
  radius: number;
  /** Own phase of the drift, radians. */
  phase: number;
  /** Place along the mark's colours, 0 to 1. */
  tone: number;
}

/** Angle between two neighbours of a sunflower head. */
const GOLDEN_ANGLE = Math.PI * (3 - Math.sqrt(5));
/** Furthest a dot strays from its place in the noise, in parts of the side. */
const DRIFT = 0.05;

/** A small seeded generator (mulberry32), so that a job's dots are the same at every visit. @returns numbers in [0, 1) */
function seededRandom(text: string): () => number {
  let state = 0x9e3779b9;
  for (const letter of text) state = Math.imul(state ^ letter.codePointAt(0)!, 0x01000193) >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** `count` dots: noise positions from the seed, homes on a Fibonacci spiral (Vogel's model, r ~ sqrt(i)). */
export function makeDots(count: number, seed: string): Dot[] {
  const random = seededRandom(seed);
  return Array.from({ length: count }, (_, index) => {
    const share = (index + 0.5) / count;
    const distance = 0.42 * Math.sqrt(share);
    const angle = index * GOLDEN_ANGLE;
    return {
      noiseX: 0.04 + 0.92 * random(),
      noiseY: 0.04 + 0.92 * random(),
      homeX: 0.5 + distance * Math.cos(angle),
      homeY: 0.5 + distance * Math.sin(angle),
      radius: 0.006 + 0.01 * Math.sqrt(share),
      phase: random() * 2 * Math.PI,
      tone: share,
    };
  });
}

/** Where a dot is when `order` of the way (0 noise, 1 home) is done, at `seconds` of the drift. */
export function placeOf(dot: Dot, order: number, seconds: number): { x: number; y: number } {
  // Outer dots settle first, so that the head grows inwards.
  const own = smooth(Math.min(1, Math.max(0, order * 1.6 - (1 - dot.tone) * 0.6)));
  const stray = DRIFT * (1 - own);
  const x = dot.noiseX + stray * Math.sin(seconds * 0.45 + dot.phase);
  const y = dot.noiseY + stray * Math.cos(seconds * 0.38 + dot.phase * 1.7);
  return { x: x + (dot.homeX - x) * own, y: y + (dot.homeY - y) * own };
}

/** 0 to 1 with a soft start and end. */
function smooth(t: number): number {
  return t * t * (3 - 2 * t);
}
