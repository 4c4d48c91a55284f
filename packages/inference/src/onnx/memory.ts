import { totalmem } from 'node:os';
import type { CatalogEntry } from '../catalog.ts';

const FLOAT_BYTES = 4;
/** Networks stored in half precision are computed in full; their prepared copies take room as well. */
const LOADED_TIMES_STORED = 2.5;
/** Feature maps of the first level that are alive at once, skip connections and temporaries counted. */
const UNET_MAPS = 16;
const DECODER_MAPS = 5;
/** Attention scores, before and after their softmax. */
const SCORES = 2;
/** The largest tile of the upscaler, and a picture of RGB bytes in its stages from decoding to encoding. */
const TILE_BYTES = 350_000_000;
const PIXEL_BYTES = 24;

export interface DrawnSize {
  width: number;
  height: number;
  count: number;
}

/** Bytes that a loaded model holds: an upper estimate. */
export function loadedBytes({ sizeBytes }: CatalogEntry): number {
  return Math.ceil(sizeBytes * LOADED_TIMES_STORED);
}

/** Bytes that drawing a batch at this size needs beyond the loaded model: an upper estimate from the networks' shapes. */
export function drawingBytes({ config }: CatalogEntry, { width, height, count }: DrawnSize): number {
  const cells = (width * height) / config.cellPixels ** 2;
  const rows = 2 * count;
  const attending = cells / 4 ** config.attentionLevel;
  const unet =
    rows * (cells * config.unetChannels * UNET_MAPS + attending ** 2 * config.attentionHeads * SCORES);
  const decoder = width * height * config.decoderChannels * DECODER_MAPS + cells ** 2 * SCORES;
  return Math.ceil(FLOAT_BYTES * Math.max(unet, decoder) + width * height * count * PIXEL_BYTES);
}

/** Bytes for bringing `count` pictures to `pixels` pixels each. */
function enlargingBytes(pixels: number, count: number): number {
  return TILE_BYTES + pixels * count * PIXEL_BYTES;
}

const SIDE_STEP = 64;
const SIDE_MAX = 1024;
const BATCH_MAX = 8;

/** Hordes give a worker its full batch up to this part of its largest picture, and as much less above it. */
const FULL_BATCH_PART = 3;

/**
 * The largest picture, and then the largest batch, for which every model stays within half of this machine's memory.
 * Hordes slice so that a full batch is asked for at a third of the largest picture, and a third of it at the largest.
 */
export function machineLimits(
  entries: readonly CatalogEntry[],
  memoryBytes = totalmem(),
): { maxPixels: number; maxBatch: number } {
  const fits = (side: number, count: number) =>
    entries.every(entry => {
      const drawn = entry.trainedSizeOnly ? entry.config.trainedPixels : side;
      const need =
        drawingBytes(entry, { width: drawn, height: drawn, count }) + enlargingBytes(side * side, count);
      return loadedBytes(entry) + need <= memoryBytes / 2;
    });
  let side = SIDE_MAX;
  while (side > SIDE_STEP && !fits(side, 1)) side -= SIDE_STEP;
  const manages = (count: number) =>
    fits(Math.sqrt((side * side) / FULL_BATCH_PART), count) && fits(side, Math.ceil(count / FULL_BATCH_PART));
  let maxBatch = BATCH_MAX;
  while (maxBatch > 1 && !manages(maxBatch)) maxBatch -= 1;
  return { maxPixels: side * side, maxBatch };
}
