import type { SamplerRun } from './sampler.ts';

/**
 * DDIM without added noise (eta 0, arXiv 2010.02502, equation 12): the estimated noise is put back at the next level.
 * In terms of sigma this is Euler's step, written the way the paper has it.
 */
export async function ddim(x: Float32Array, run: SamplerRun): Promise<Float32Array> {
  for (let step = 0; step + 1 < run.levels.length; step++) {
    const sigma = run.levels[step]!;
    const next = run.levels[step + 1]!;
    const denoised = await run.denoise(x, sigma);
    for (let i = 0; i < x.length; i++) {
      const noise = (x[i]! - denoised[i]!) / sigma;
      x[i] = denoised[i]! + next * noise;
    }
    run.finishStep(step, x);
  }
  return x;
}
