import { SAMPLERS } from '@openhorde/contract';
import type { Option } from '../shared/nearest.ts';
import { canSample } from './bridge.ts';
import { sizeWithin } from './downgrade.ts';
import { stepLimitFor } from './groupPredicates.ts';
import { accurateSteps } from './params.ts';
import type { ImageRequirements } from './records.ts';
import type { ImageRelaxation } from './relaxation.ts';

/** Sampling steps where accurate ones do not tell: the adaptive sampler always counts as many. */
const STEPS_UNKNOWN = 30;
/** In the order in which they are proposed instead of a sampler that no worker knows. */
const SAMPLERS_INSTEAD = [
  ...new Set(['k_euler_a', 'k_euler', 'k_dpmpp_2m', 'k_dpmpp_sde', 'DDIM', ...SAMPLERS]),
];

/** Sampling steps that the request asks for; undefined: its work does not tell. */
function stepsOf({ sampler, accurateSteps: work }: ImageRequirements): number | undefined {
  const each = accurateSteps(sampler, 1);
  return each > 2 ? undefined : work / each;
}

/** Drops the Karras schedule, or takes a sampler that the worker knows. */
export const RELAXED_SAMPLER: ImageRelaxation = {
  lifts: ['sampler'],
  relax(r, { bridge }): Option<ImageRequirements>[] {
    if (r.karras && canSample(bridge, r.sampler, false))
      return [{ requirements: { ...r, karras: false }, changes: { params: { karras: false } }, nearness: 1 }];
    const sampler = SAMPLERS_INSTEAD.find(name => name !== r.sampler && canSample(bridge, name, r.karras));
    if (!sampler) return [];
    const steps = stepsOf(r);
    return [
      {
        requirements: { ...r, sampler, accurateSteps: accurateSteps(sampler, steps ?? STEPS_UNKNOWN) },
        changes: {
          params: { sampler_name: sampler, ...(steps === undefined && { steps: STEPS_UNKNOWN }) },
        },
      },
    ];
  },
};

/** As many steps as a worker that limits them takes. */
export const RELAXED_STEPS: ImageRelaxation = {
  lifts: ['step count'],
  relax(r, offer, reference) {
    const asked = stepsOf(r);
    if (asked === undefined || !offer.limitMaxSteps) return [];
    const each = accurateSteps(r.sampler, 1);
    const steps = Math.floor(stepLimitFor(r, offer, reference) / each);
    if (steps < 1 || steps >= asked) return [];
    return [
      {
        requirements: { ...r, accurateSteps: steps * each },
        changes: { params: { steps } },
        nearness: steps,
      },
    ];
  },
};

/** The largest size of about the same shape that a worker makes. */
export const RELAXED_SIZE: ImageRelaxation = {
  lifts: ['size'],
  relax(r, { maxPixels }) {
    if (r.pixels <= maxPixels) return [];
    // Requests of earlier versions did not keep their width.
    const width = r.width ?? Math.sqrt(r.pixels);
    const size = sizeWithin(width, r.pixels / width, maxPixels);
    const pixels = size.width * size.height;
    if (pixels > maxPixels) return [];
    return [
      {
        requirements: { ...r, pixels, width: size.width },
        changes: { params: { width: size.width, height: size.height } },
        nearness: pixels,
      },
    ];
  },
};

/** No control type, and as many steps as there are with it: without one the default and the limit are higher. */
export const RELAXED_CONTROL: ImageRelaxation = {
  lifts: ['controlnet', 'image is control', 'control map'],
  relax(r) {
    if (!r.control) return [];
    const steps = stepsOf(r);
    return [
      {
        requirements: { ...r, control: false, returnControlMap: false },
        changes: {
          params: {
            control_type: null,
            image_is_control: null,
            return_control_map: null,
            ...(steps !== undefined && { steps }),
          },
        },
      },
    ];
  },
};
