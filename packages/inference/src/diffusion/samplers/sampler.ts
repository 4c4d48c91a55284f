/** What a sampler works with: one batch of latents as one flat array, [pictures, channels, height, width]. */
export interface SamplerRun {
  /** Falling noise levels, one more than there are steps; the last is 0. */
  readonly levels: readonly number[];
  /** The network's guided estimate of the clean latents, given latents `x` at noise level `sigma`. */
  denoise(x: Float32Array, sigma: number): Promise<Float32Array>;
  /** Standard normal noise of step `step` (0 …), each picture from its own seed; the same at every call. */
  noise(step: number): Float32Array;
  /**
   * To be called after each step with the latents at noise level `levels[step + 1]`. Tells progress, puts back what
   * inpainting keeps (changing `x`), and throws when the run was cancelled.
   */
  finishStep(step: number, x: Float32Array): void;
}

/** Takes latents from `levels[0]` down to 0. `x` may be changed; the result is the clean latents. */
export type SamplerFunction = (x: Float32Array, run: SamplerRun) => Promise<Float32Array>;
