/** How large a picture the workers make that are there now. Pure. */
import type { Worker } from '@openhorde/sdk';
import { BOUNDS } from './settings.ts';

/** Pixels of the largest picture that a working worker with this model makes (null: any model); null when none tells. */
export function pixelsMaxOf(workers: readonly Worker[], model: string | null): number | null {
  const able = workers.filter(
    worker =>
      worker.online &&
      worker.type === 'image' &&
      !worker.maintenance_mode &&
      !worker.paused &&
      (model === null || (worker.models ?? []).includes(model)),
  );
  const pixels = able.map(worker => worker.max_pixels ?? 0).filter(max => max > 0);
  return pixels.length > 0 ? Math.max(...pixels) : null;
}

/** How long a side may be beside the other one, in steps of 64. */
export function sideBound(otherPixels: number, pixelsMax: number | null) {
  const { min, max, step } = BOUNDS.sizePixels;
  if (pixelsMax === null) return BOUNDS.sizePixels;
  const longest = Math.floor(pixelsMax / otherPixels / step) * step;
  return { min, max: Math.min(max, Math.max(min, longest)), step };
}
