import type { SamplerRun } from './sampler.ts';

/**
 * Euler steps that go lower than the next level and come back up with fresh noise (k-diffusion's ancestral step with
 * eta 1): up^2 = next^2 (sigma^2 - next^2) / sigma^2, down^2 = next^2 - up^2.
 */
export async function eulerAncestral(x: Float32Array, run: SamplerRun): Promise<Float32Array> {
  for (let step = 0; step + 1 < run.levels.length; step++) {
    const sigma = run.levels[step]!;
    const next = run.levels[step + 1]!;
    const denoised = await run.denoise(x, sigma);
    const up = Math.min(next, Math.sqrt((next ** 2 * (sigma ** 2 - next ** 2)) / sigma ** 2));
    const ratio = Math.sqrt(next ** 2 - up ** 2) / sigma;
    for (let i = 0; i < x.length; i++) x[i] = denoised[i]! + (x[i]! - denoised[i]!) * ratio;
    if (up > 0) {
      const noise = run.noise(step);
      for (let i = 0; i < x.length; i++) x[i] = x[i]! + noise[i]! * up;
    }
    run.finishStep(step, x);
  }
  return x;
}
