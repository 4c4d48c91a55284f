import { type InferenceSession, Tensor } from 'onnxruntime-common';
import type { Picture } from '../diffusion/index.ts';
import { floatsOf } from '../diffusion/tensor.ts';
import { type Box, tilesOf } from './tiles.ts';

/** A loaded super-resolution network (`input` -> `output`, RGB in 0..1). */
export interface Upscaler {
  session: InferenceSession;
  scale: number;
  /** Tiles of this side, and how much of their surroundings they see. Pixels. */
  tileSide: number;
  margin: number;
}

/**
 * Enlarges a picture by the network's scale, tile by tile, so that memory does not grow with the picture.
 * @throws the reason of `signal` between two tiles
 */
export async function enlarge(
  { session, scale, tileSide, margin }: Upscaler,
  picture: Picture,
  signal?: AbortSignal,
  onTile?: () => void,
): Promise<Picture> {
  const width = picture.width * scale;
  const height = picture.height * scale;
  const data = new Uint8Array(3 * width * height);
  for (const { seen, kept } of tilesOf(picture.width, picture.height, tileSide, margin)) {
    signal?.throwIfAborted();
    const input = new Tensor('float32', cut(picture, seen), [1, 3, seen.height, seen.width]);
    const { output } = await session.run({ input });
    paste(floatsOf(output!), scaled(seen, scale), scaled(kept, scale), data, width);
    onTile?.();
  }
  return { width, height, data };
}

/** -> planes in 0..1 [3, box.height, box.width] */
function cut({ data, width }: Picture, box: Box): Float32Array {
  const pixels = box.width * box.height;
  const planes = new Float32Array(3 * pixels);
  for (let y = 0; y < box.height; y++) {
    for (let x = 0; x < box.width; x++) {
      const from = 3 * ((box.top + y) * width + box.left + x);
      const to = y * box.width + x;
      for (let channel = 0; channel < 3; channel++)
        planes[channel * pixels + to] = data[from + channel]! / 255;
    }
  }
  return planes;
}

function paste(planes: Float32Array, seen: Box, kept: Box, data: Uint8Array, width: number): void {
  const pixels = seen.width * seen.height;
  for (let y = 0; y < kept.height; y++) {
    for (let x = 0; x < kept.width; x++) {
      const from = (kept.top - seen.top + y) * seen.width + (kept.left - seen.left + x);
      const to = 3 * ((kept.top + y) * width + kept.left + x);
      for (let channel = 0; channel < 3; channel++) {
        const value = Math.round(planes[channel * pixels + from]! * 255);
        data[to + channel] = Math.min(255, Math.max(0, value));
      }
    }
  }
}

function scaled({ left, top, width, height }: Box, scale: number): Box {
  return { left: left * scale, top: top * scale, width: width * scale, height: height * scale };
}
