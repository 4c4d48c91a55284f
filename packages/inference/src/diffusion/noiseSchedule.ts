/*
 * The noise that a network was trained to remove, and the falling noise levels of one run.
 *
 * A noise level sigma is the standard deviation of the noise on clean latents (the "variance exploding" view of
 * k-diffusion); the network itself sees latents scaled by 1 / sqrt(sigma^2 + 1) and a timestep.
 */

/** The part of a diffusers `scheduler_config.json` that describes the training. */
export interface TrainingNoise {
  timesteps: number;
  betaSchedule: 'linear' | 'scaled_linear' | 'squaredcos_cap_v2';
  betaStart: number;
  betaEnd: number;
  /** Written-out betas, which then count alone. */
  trainedBetas?: readonly number[];
  /** Shifted and scaled so that the last timestep is nothing but noise (arXiv 2305.08891, algorithm 1). */
  zeroTerminalSnr?: boolean;
}

/** Keeps the last level of a zero-SNR schedule finite, as diffusers does. */
const SMALLEST_SIGNAL = 2 ** -24;

/** Noise level of each training timestep, rising. sigma_t = sqrt((1 - abar_t) / abar_t), abar_t = prod(1 - beta). */
export function trainedLevels(noise: TrainingNoise): Float64Array {
  const bars = new Float64Array(noise.timesteps);
  let bar = 1;
  for (const [t, beta] of betasOf(noise).entries()) {
    bar *= 1 - beta;
    bars[t] = bar;
  }
  if (noise.zeroTerminalSnr) rescaleToZeroSnr(bars);
  return bars.map(value => Math.sqrt((1 - value) / value));
}

function betasOf(noise: TrainingNoise): readonly number[] {
  return noise.trainedBetas ?? Array.from({ length: noise.timesteps }, (_, t) => betaAt(noise, t));
}

function betaAt({ betaSchedule, betaStart, betaEnd, timesteps }: TrainingNoise, t: number): number {
  const ramp = (from: number, to: number) => from + ((to - from) * t) / Math.max(1, timesteps - 1);
  switch (betaSchedule) {
    case 'linear':
      return ramp(betaStart, betaEnd);
    case 'scaled_linear':
      return ramp(Math.sqrt(betaStart), Math.sqrt(betaEnd)) ** 2;
    case 'squaredcos_cap_v2': {
      const bar = (at: number) => Math.cos(((at / timesteps + 0.008) / 1.008) * (Math.PI / 2)) ** 2;
      return Math.min(1 - bar(t + 1) / bar(t), 0.999);
    }
  }
}

function rescaleToZeroSnr(bars: Float64Array): void {
  const first = Math.sqrt(bars[0]!);
  const last = Math.sqrt(bars[bars.length - 1]!);
  for (let t = 0; t < bars.length; t++) {
    bars[t] = Math.max(SMALLEST_SIGNAL, (((Math.sqrt(bars[t]!) - last) * first) / (first - last)) ** 2);
  }
}

/** The training timestep whose noise level is nearest to `sigma` (by ratio). `levels` rise. */
export function timestepOf(levels: Float64Array, sigma: number): number {
  let low = 0;
  let high = levels.length - 1;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (levels[middle]! <= sigma) low = middle;
    else high = middle;
  }
  return sigma / levels[low]! <= levels[high]! / sigma ? low : high;
}

export type Spacing = 'normal' | 'karras';

/**
 * The noise levels of a run of `steps` steps: steps + 1 falling numbers, the last one 0.
 *
 * `normal` spaces timesteps evenly, `karras` spaces sigma^(1/7) evenly (arXiv 2206.00364, equation 5). With a
 * denoising strength below 1 the run is the tail of a longer one, so that it still takes `steps` steps, as the
 * workers of the Horde do it (ComfyUI's KSampler).
 */
export function noiseLevels(
  levels: Float64Array,
  steps: number,
  spacing: Spacing,
  denoisingStrength = 1,
): number[] {
  const whole = Math.max(steps, Math.floor(steps / denoisingStrength));
  const run = spacing === 'karras' ? karras(levels, whole) : evenTimesteps(levels, whole);
  return [...run.slice(whole - steps), 0];
}

function evenTimesteps(levels: Float64Array, count: number): number[] {
  const top = levels.length - 1;
  return Array.from({ length: count }, (_, i) => {
    const t = count === 1 ? top : top * (1 - i / (count - 1));
    const low = Math.floor(t);
    const weight = t - low;
    const below = Math.log(levels[low]!);
    const above = Math.log(levels[Math.min(low + 1, top)]!);
    return Math.exp((1 - weight) * below + weight * above);
  });
}

const KARRAS_RHO = 7;

function karras(levels: Float64Array, count: number): number[] {
  const high = levels[levels.length - 1]! ** (1 / KARRAS_RHO);
  const low = levels[0]! ** (1 / KARRAS_RHO);
  return Array.from(
    { length: count },
    (_, i) => (high + (count === 1 ? 0 : i / (count - 1)) * (low - high)) ** KARRAS_RHO,
  );
}
