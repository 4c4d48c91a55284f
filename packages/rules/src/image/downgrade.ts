/** Making a request small enough to need no kudos beforehand (rules-kudos §5.4). */
import { accurateSteps, type ImageParams } from './params.ts';
import type { ModelReference } from './reference.ts';
import {
  CONTROL_STEPS_FREE,
  type ImageLoad,
  isLcm,
  LCM_STEPS_MAX,
  maxResolution,
  stepsMax,
} from './upfront.ts';

const GRID = 64;
const LEAST_SIDE = 512;
const STEPS_OTHERWISE = 30;
/** Steps are not lowered once they are below this. */
const LEAST_STEPS = 5;

export interface Size {
  width: number;
  height: number;
}

/** The largest size of about the same shape with at most `areaMax` pixels; 64×64 at least. */
export function sizeWithin(width: number, height: number, areaMax: number): Size {
  const area = width * height;
  if (area <= areaMax) return { width, height };
  // Multiplying before dividing keeps sides that come out whole whole: 1080 of 1920×1080 must become 768, not 767.
  const scaled = (length: number) =>
    Math.max(1, Math.floor((length * Math.sqrt(areaMax)) / Math.sqrt(area) / GRID)) * GRID;
  const size = { width: scaled(width), height: scaled(height) };
  while (size.width * size.height > areaMax && Math.max(size.width, size.height) > GRID) {
    if (size.width >= size.height) size.width -= GRID;
    else size.height -= GRID;
  }
  return size;
}

/** The largest size of about the same shape that fits in a square of the given side; 512×512 at least. */
export function downgradedSize(width: number, height: number, side: number): Size {
  const size = sizeWithin(width, height, side ** 2);
  if (size.width === width && size.height === height) return size;
  return size.width * size.height < LEAST_SIDE ** 2 ? { width: LEAST_SIDE, height: LEAST_SIDE } : size;
}

/** The most steps below or at `steps` whose work stays within `limit`. */
export function downgradedSteps(sampler: string, steps: number, limit: number): number {
  let left = steps;
  while (accurateSteps(sampler, left) > limit && left >= LEAST_STEPS) left--;
  return left;
}

/**
 * Params of the request made smaller. The request must accept slow workers from then on, and its price and things are
 * those of the result.
 */
export function downgradedParams(
  params: ImageParams,
  models: readonly string[],
  load: ImageLoad,
  reference: ModelReference,
): ImageParams {
  // The least of what applies, so that the result needs no kudos by any rule. (The original lets the later rule win,
  // which differs only for models made for fewer steps than LCM's ten.)
  let limit = stepsMax(models, reference, STEPS_OTHERWISE);
  if (params.control_type !== undefined) limit = Math.min(limit, CONTROL_STEPS_FREE);
  if (isLcm(params)) limit = Math.min(limit, LCM_STEPS_MAX);
  return {
    ...params,
    ...downgradedSize(params.width, params.height, maxResolution(load, models, reference)),
    steps: downgradedSteps(params.sampler_name, params.steps, limit),
  };
}
