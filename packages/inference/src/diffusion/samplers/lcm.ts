import type { SamplerRun } from './sampler.ts';

/**
 * Multistep consistency sampling (arXiv 2310.04378, algorithm 3): each step takes the estimate for the picture and adds
 * fresh noise of the next level. Meant for models distilled for it, with few steps and little guidance.
 */
export async function lcm(x: Float32Array, run: SamplerRun): Promise<Float32Array> {
  for (let step = 0; step + 1 < run.levels.length; step++) {
    const next = run.levels[step + 1]!;
    x.set(await run.denoise(x, run.levels[step]!));
    if (next > 0) {
      const noise = run.noise(step);
      for (let i = 0; i < x.length; i++) x[i] = x[i]! + noise[i]! * next;
    }
    run.finishStep(step, x);
  }
  return x;
}
