import type { SamplerRun } from './sampler.ts';

/** Euler's method on dx/dsigma = (x - denoised) / sigma (arXiv 2206.00364, algorithm 2 without churn). */
export async function euler(x: Float32Array, run: SamplerRun): Promise<Float32Array> {
  for (let step = 0; step + 1 < run.levels.length; step++) {
    const sigma = run.levels[step]!;
    const denoised = await run.denoise(x, sigma);
    const ratio = run.levels[step + 1]! / sigma;
    for (let i = 0; i < x.length; i++) x[i] = denoised[i]! + (x[i]! - denoised[i]!) * ratio;
    run.finishStep(step, x);
  }
  return x;
}
