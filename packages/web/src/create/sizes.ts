/** Shapes and sizes: presets for aspect ratios, always in multiples of 64. */
import { clampTo } from '../ui/clampTo.ts';
import { BOUNDS } from './settings.ts';

export const SHAPES = [
  { id: 'square', ratio: 1 },
  { id: 'portrait', ratio: 2 / 3 },
  { id: 'landscape', ratio: 3 / 2 },
  { id: 'tall', ratio: 9 / 16 },
  { id: 'wide', ratio: 16 / 9 },
  { id: 'panorama', ratio: 21 / 9 },
] as const;
export type ShapeId = (typeof SHAPES)[number]['id'];

export interface Size {
  widthPixels: number;
  heightPixels: number;
}

/** The picture of a shape whose area is nearest to `basePixels`², both sides in steps of 64. */
export function sizeOf(shape: ShapeId, basePixels: number): Size {
  return sizeOfRatio(SHAPES.find(known => known.id === shape)!.ratio, basePixels);
}

/** The size of this ratio of width to height whose area is nearest to `basePixels`², both sides in steps of 64. */
export function sizeOfRatio(ratio: number, basePixels: number): Size {
  const width = basePixels * Math.sqrt(ratio);
  return {
    widthPixels: clampTo(width, BOUNDS.sizePixels),
    heightPixels: clampTo(width / ratio, BOUNDS.sizePixels),
  };
}

/** The largest size of about this shape, and no larger than asked, with at most so many pixels. */
export function sizeWithin(size: Size, pixelsMax: number): Size {
  const ratio = size.widthPixels / size.heightPixels;
  let found = size;
  for (let base = basePixelsOf(size); found.widthPixels * found.heightPixels > pixelsMax; base -= 32) {
    if (base < BOUNDS.sizePixels.min) return found;
    found = sizeOfRatio(ratio, base);
  }
  return found;
}

/** The shape whose preset is nearest to this ratio; null when none is within 8 %. */
export function shapeOf(size: Size): ShapeId | null {
  const ratio = size.widthPixels / size.heightPixels;
  let best: { id: ShapeId; distance: number } | null = null;
  for (const shape of SHAPES) {
    const distance = Math.abs(Math.log(ratio / shape.ratio));
    if (!best || distance < best.distance) best = { id: shape.id, distance };
  }
  return best && best.distance < Math.log(1.08) ? best.id : null;
}

/** Side of the square with the same area, in steps of 64: the "scale" that the size slider moves. */
export function basePixelsOf(size: Size): number {
  return clampTo(Math.sqrt(size.widthPixels * size.heightPixels), BOUNDS.sizePixels);
}
