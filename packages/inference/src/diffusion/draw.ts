import { decodeLatents, encodePicture } from './autoencoder.ts';
import { createDenoiser } from './guidance.ts';
import type { DiffusionModel } from './model.ts';
import { noiseLevels } from './noiseSchedule.ts';
import { cellMask, type Mask, type Picture, pasteKept } from './picture.ts';
import { batchNormals, START_STREAM } from './random.ts';
import { SAMPLER_FUNCTIONS, type SamplerName } from './samplers/index.ts';
import { encodePrompts } from './textEncoding.ts';

/** A batch of pictures that share everything but their seeds. */
export interface DrawRequest {
  prompt: string;
  negativePrompt: string;
  /** Pixels, multiples of the model's `stepPixels`. */
  width: number;
  height: number;
  steps: number;
  guidance: number;
  sampler: SamplerName;
  karras: boolean;
  /** One for each picture: whole numbers, 0 to 2^53 - 1. */
  seeds: readonly number[];
  /** Start from this picture, of the size asked for, instead of from nothing. */
  source?: {
    picture: Picture;
    /** 0.01 to 1: how far to go from it. */
    denoisingStrength: number;
    /** Inpainting: what to draw anew. */
    mask?: Mask;
  };
}

export interface DrawHooks {
  /** After each step, 1 … steps. */
  onStep?: (step: number, steps: number) => void;
  /** When the steps are done and the latents become pictures. */
  onDecode?: () => void;
  signal?: AbortSignal;
}

/**
 * Draws a batch. The same model and request give the same bytes, and picture i depends on `seeds[i]` alone: it is what a
 * request with this one seed makes.
 * @throws the reason of `signal` between two steps; ModelFolderError when a source is given and there is no encoder
 */
export async function draw(
  model: DiffusionModel,
  request: DrawRequest,
  hooks: DrawHooks = {},
): Promise<Picture[]> {
  const { config } = model;
  const { seeds, source, steps } = request;
  const count = seeds.length;
  const height = request.height / config.cellPixels;
  const width = request.width / config.cellPixels;
  const channels = config.latentChannels;
  const size = channels * height * width;
  hooks.signal?.throwIfAborted();

  const [positive, negative] = await encodePrompts(model, [request.prompt, request.negativePrompt]);
  const strength = source?.denoisingStrength ?? 1;
  const levels = noiseLevels(model.levels, steps, request.karras ? 'karras' : 'normal', strength);
  const start = batchNormals(seeds, START_STREAM, size);
  const latents = source && (await encodePicture(model, source.picture));
  const x = start.map((noise, i) => noise * levels[0]! + (latents ? latents[i % size]! : 0));
  const mask = source?.mask && cellMask(source.mask, config.cellPixels);
  const denoise = createDenoiser(model, {
    positive: positive!,
    negative: negative!,
    scale: request.guidance,
    count,
    channels,
    height,
    width,
  });
  const done = await SAMPLER_FUNCTIONS[request.sampler](x, {
    levels,
    denoise,
    noise: step => batchNormals(seeds, START_STREAM + 1 + step, size),
    finishStep(step, now) {
      if (mask && latents) keepCells(now, mask, latents, start, levels[step + 1]!);
      hooks.onStep?.(step + 1, steps);
      hooks.signal?.throwIfAborted();
    },
  });

  hooks.onDecode?.();
  const pictures: Picture[] = [];
  for (let i = 0; i < count; i++) {
    const picture = await decodeLatents(model, done.subarray(i * size, (i + 1) * size), height, width);
    pictures.push(source?.mask ? pasteKept(picture, source.picture, source.mask) : picture);
    hooks.signal?.throwIfAborted();
  }
  return pictures;
}

/**
 * Puts the source back into every cell that is not drawn anew, with as much of the picture's own starting noise as the
 * level has: the network always sees surroundings that fit.
 * @param x [pictures, C, H, W], changed; @param mask [H, W], 1 draws anew; @param latents [C, H, W]; @param start as x
 */
function keepCells(
  x: Float32Array,
  mask: Float32Array,
  latents: Float32Array,
  start: Float32Array,
  level: number,
): void {
  for (let i = 0; i < x.length; i++) {
    const anew = mask[i % mask.length]!;
    if (anew === 1) continue;
    const kept = latents[i % latents.length]! + start[i]! * level;
    x[i] = anew * x[i]! + (1 - anew) * kept;
  }
}
