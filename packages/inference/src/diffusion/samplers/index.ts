import { ddim } from './ddim.ts';
import { dpmpp2m } from './dpmpp2m.ts';
import { euler } from './euler.ts';
import { eulerAncestral } from './eulerAncestral.ts';
import { lcm } from './lcm.ts';
import type { SamplerFunction } from './sampler.ts';

/** Samplers by the names that the Horde gives them. */
export const SAMPLER_FUNCTIONS = {
  k_euler: euler,
  k_euler_a: eulerAncestral,
  k_dpmpp_2m: dpmpp2m,
  DDIM: ddim,
  lcm,
} as const satisfies Record<string, SamplerFunction>;

export type SamplerName = keyof typeof SAMPLER_FUNCTIONS;
