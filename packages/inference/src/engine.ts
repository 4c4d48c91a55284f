import type { PostProcessor, Sampler } from '@openhorde/contract';

/** One image job as an engine sees it: a batch of `seeds.length` pictures that share everything but the seed. */
export interface ImageTask {
  model: string;
  prompt: string;
  negativePrompt: string;
  width: number;
  height: number;
  steps: number;
  guidance: number;
  sampler: Sampler;
  karras: boolean;
  /** One seed for each picture of the batch, each reproducible alone: picture i equals a batch of one with seeds[i]. */
  seeds: number[];
  clipSkip?: number;
  /** Encoded picture (PNG, WebP, JPEG) that img2img and inpainting start from. */
  sourceImage?: Uint8Array;
  /** Encoded mask; white is painted anew. */
  sourceMask?: Uint8Array;
  /** 0.01 to 1: how far img2img goes from the source. */
  denoisingStrength?: number;
  postProcessing?: PostProcessor[];
  tiling?: boolean;
}

/** A finished picture, encoded as WebP. */
export interface ImageResult {
  image: Uint8Array;
  seed: number;
  batchIndex: number;
  width: number;
  height: number;
}

export interface Progress {
  /** Steps done and wanted, over the whole task. */
  step: number;
  steps: number;
  /** The present activity of the engine, in words for people. */
  stage: 'loading' | 'generating' | 'decoding' | 'post-processing';
}

/** What an engine can truly do: a worker offers this and nothing else. */
export interface EngineCapabilities {
  /** Name of the model as offered to the horde -> its baseline. */
  models: Record<string, { baseline: string; memoryBytes: number }>;
  samplers: Sampler[];
  postProcessors: PostProcessor[];
  maxPixels: number;
  maxBatch: number;
  img2img: boolean;
  inpainting: boolean;
  tiling: boolean;
  loras: boolean;
  controlNet: boolean;
  clipSkip: boolean;
}

/**
 * An engine makes pictures. Calls on one engine run one after another; the caller queues.
 * Errors: `EngineError` with a `reason` that is told to the horde; anything else counts as a crash.
 */
export interface ImageEngine {
  readonly name: string;
  capabilities(): Promise<EngineCapabilities>;
  /** Makes the model ready; a no-op when it is. */
  load(model: string): Promise<void>;
  /** @throws EngineError, or an AbortError after `signal` aborted (checked between steps). */
  generate(
    task: ImageTask,
    onProgress: (progress: Progress) => void,
    signal: AbortSignal,
  ): Promise<ImageResult[]>;
  close(): Promise<void>;
}

export type EngineFault = 'unsupported' | 'out_of_memory' | 'bad_source_image' | 'model_missing' | 'failed';

export class EngineError extends Error {
  override readonly name = 'EngineError';
  readonly reason: EngineFault;
  constructor(reason: EngineFault, message: string, options?: ErrorOptions) {
    super(message, options);
    this.reason = reason;
  }
}
