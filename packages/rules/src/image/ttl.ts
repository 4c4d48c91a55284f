/** How long a worker has for a job (rules-jobs §3.8). */
import type { ImageRequirements } from './records.ts';
import { baselineOf, isFlux, isQwen, isZImage, type ModelReference } from './reference.ts';

const LEAST_TTL_SECONDS = 150;

/** Whole seconds from pop to the moment the job is taken away. */
export function imageTtlSeconds(
  {
    pixels,
    accurateSteps,
    control,
    models,
  }: Pick<ImageRequirements, 'pixels' | 'accurateSteps' | 'control' | 'models'>,
  reference: ModelReference,
  extraSlowWorker: boolean,
): number {
  const heavy = models
    .map(name => baselineOf(name, reference))
    .some(baseline => isFlux(baseline) || isQwen(baseline) || isZImage(baseline));
  const work = (30 + 2 * accurateSteps * (pixels / 512 ** 2)) * (control ? 2 : 1) * (heavy ? 3 : 1);
  return Math.trunc(Math.max(LEAST_TTL_SECONDS, work) * (extraSlowWorker ? 3 : 1));
}
