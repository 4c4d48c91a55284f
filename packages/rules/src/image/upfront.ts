/** When a request needs its kudos beforehand (rules-kudos §5.1). */
import { roundHalfEven } from '../shared/cents.ts';
import { accurateSteps, type ImageParams } from './params.ts';
import {
  baselineOf,
  isCascade,
  isFlux,
  isSdxl,
  isStableDiffusion2,
  type ModelReference,
  requirementsOf,
} from './reference.ts';

const LCM_LORA_VERSIONS: ReadonlySet<string> = new Set([
  '246747',
  '247778',
  '268475',
  '243643',
  '225222',
  '219782',
  '363353',
]);
const LCM_LORAS: ReadonlySet<string> = new Set(['195519', '216190', '324115']);

export const LCM_STEPS_MAX = 10;
export const CONTROL_STEPS_FREE = 20;
const STEPS_FREE = 40;

const RESOLUTION_MAX = 1024;
const RESOLUTION_MIN = 576;
const RESOLUTION_MIN_SD2 = 768;

/** How busy the horde is. */
export interface ImageLoad {
  /** Of the image workers that are online. */
  threads: number;
  /** Jobs that wait. */
  queuedRequests: number;
}

/** Whether a request draws in few steps: by its sampler or by a LoRA made for that. */
export function isLcm({ sampler_name, loras = [] }: Pick<ImageParams, 'sampler_name' | 'loras'>): boolean {
  return (
    sampler_name === 'lcm' ||
    loras.some(({ name, is_version }) => (is_version ? LCM_LORA_VERSIONS : LCM_LORAS).has(name))
  );
}

/** Side of the square that the horde gives away at this load; without bounds. */
export function rawMaxResolution({ threads, queuedRequests }: ImageLoad): number {
  return 1024 + 10 * threads - roundHalfEven(0.9 * queuedRequests);
}

/** That side within bounds: never so small that the named models cannot draw well. */
export function maxResolution(load: ImageLoad, models: readonly string[], reference: ModelReference): number {
  const baselines = models.map(name => baselineOf(name, reference));
  let least = RESOLUTION_MIN;
  if (baselines.some(isStableDiffusion2)) least = RESOLUTION_MIN_SD2;
  if (baselines.some(baseline => isSdxl(baseline) || isCascade(baseline) || isFlux(baseline))) least = 1024;
  return Math.min(RESOLUTION_MAX, Math.max(least, rawMaxResolution(load)));
}

/** Smallest step limit of the named models; models without one, and no model at all, count as `otherwise`. */
export function stepsMax(models: readonly string[], reference: ModelReference, otherwise: number): number {
  const limits = models.map(name => requirementsOf(name, reference).max_steps ?? otherwise);
  return limits.length === 0 ? otherwise : Math.min(...limits);
}

export type UpfrontReason =
  | 'slow_workers'
  | 'lcm_steps'
  | 'steps'
  | 'resolution'
  | 'control_steps'
  | 'worker_list';

export interface UpfrontNeed {
  reason: UpfrontReason;
  /** What the message names: the side of the largest free square. */
  maxResolution: number;
  /** Whether a smaller request would do without. */
  downgradable: boolean;
}

export interface UpfrontQuestion {
  params: ImageParams;
  models: readonly string[];
  slowWorkers: boolean;
  workerList: boolean;
  /** The operator wants kudos for every worker list. */
  workerListNeedsKudos: boolean;
  load: ImageLoad;
}

/** Why a request needs its kudos beforehand; `undefined` when it does not. */
export function upfrontNeed(
  { params, models, slowWorkers, workerList, workerListNeedsKudos, load }: UpfrontQuestion,
  reference: ModelReference,
): UpfrontNeed | undefined {
  if (!slowWorkers)
    return { reason: 'slow_workers', maxResolution: rawMaxResolution(load), downgradable: true };
  const side = maxResolution(load, models, reference);
  const steps = accurateSteps(params.sampler_name, params.steps);
  const need = (reason: UpfrontReason): UpfrontNeed => ({ reason, maxResolution: side, downgradable: true });
  if (isLcm(params) && steps > LCM_STEPS_MAX) return need('lcm_steps');
  if (steps > stepsMax(models, reference, STEPS_FREE)) return need('steps');
  if (params.width * params.height > side ** 2) return need('resolution');
  if (params.control_type !== undefined && steps > CONTROL_STEPS_FREE) return need('control_steps');
  if (workerListNeedsKudos && workerList) return { ...need('worker_list'), downgradable: false };
  return undefined;
}
