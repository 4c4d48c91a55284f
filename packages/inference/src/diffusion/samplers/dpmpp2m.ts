import type { SamplerRun } from './sampler.ts';

/**
 * DPM-Solver++(2M) (arXiv 2211.01095, algorithm 2): a multistep method of second order in lambda = -log(sigma). The
 * first step has no predecessor and the last one leads to sigma = 0; both are of first order.
 */
export async function dpmpp2m(x: Float32Array, run: SamplerRun): Promise<Float32Array> {
  let before: Float32Array | null = null;
  for (let step = 0; step + 1 < run.levels.length; step++) {
    const sigma = run.levels[step]!;
    const next = run.levels[step + 1]!;
    const denoised = await run.denoise(x, sigma);
    if (next === 0) {
      x.set(denoised);
    } else {
      const h = Math.log(sigma / next);
      const ratio = next / sigma;
      const gain = -Math.expm1(-h);
      const earlier = before === null ? 0 : h / (2 * Math.log(run.levels[step - 1]! / sigma));
      for (let i = 0; i < x.length; i++) {
        const now = denoised[i]!;
        const used = before === null ? now : now + earlier * (now - before[i]!);
        x[i] = ratio * x[i]! + gain * used;
      }
    }
    before = denoised;
    run.finishStep(step, x);
  }
  return x;
}
