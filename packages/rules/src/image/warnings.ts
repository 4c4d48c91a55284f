/** Settings of a request that its models are not made for (rules-jobs §1.2). It is admitted all the same. */
import type { WarningCode } from '@openhorde/contract';
import type { ImageParamsInput } from './params.ts';
import { type ModelReference, type ModelRequirements, requirementsOf } from './reference.ts';

/** Values that the comparison takes for what is not given. They are the documented defaults, not the effective ones. */
const ASSUMED = { steps: 30, cfgScale: 7.5, sampler: 'k_euler_a', clipSkip: 1 };

function warningsOf(params: ImageParamsInput, wants: ModelRequirements): (WarningCode | false | undefined)[] {
  const steps = params.steps ?? ASSUMED.steps;
  const cfgScale = params.cfg_scale ?? ASSUMED.cfgScale;
  const scheduler = params.scheduler ?? (params.karras === false ? 'simple' : 'karras');
  const { min_steps, max_steps, cfg_scale, min_cfg_scale, max_cfg_scale, clip_skip, samplers, schedulers } =
    wants;
  return [
    clip_skip !== undefined && (params.clip_skip ?? ASSUMED.clipSkip) !== clip_skip && 'ClipSkipMismatch',
    min_steps !== undefined && steps < min_steps && 'StepsTooFew',
    max_steps !== undefined && steps > max_steps && 'StepsTooMany',
    cfg_scale !== undefined && cfgScale !== cfg_scale && 'CfgScaleMismatch',
    min_cfg_scale !== undefined && cfgScale < min_cfg_scale && 'CfgScaleTooSmall',
    max_cfg_scale !== undefined && cfgScale > max_cfg_scale && 'CfgScaleTooLarge',
    samplers && !samplers.includes(params.sampler_name ?? ASSUMED.sampler) && 'SamplerMismatch',
    schedulers && !schedulers.includes(scheduler) && 'SchedulerMismatch',
  ];
}

/** Warnings of a request, each once. `NoAvailableWorker` is the caller's: it needs to know the workers. */
export function imageWarnings(
  params: ImageParamsInput,
  models: readonly string[],
  reference: ModelReference,
): WarningCode[] {
  const { karras, scheduler } = params;
  const clash = scheduler !== undefined && karras !== undefined && karras !== (scheduler === 'karras');
  const found = models.flatMap(name => warningsOf(params, requirementsOf(name, reference)));
  const codes = found.filter((code): code is WarningCode => Boolean(code));
  return [...new Set(clash ? [...codes, 'SchedulerMismatch' as const] : codes)];
}
