/** How much dearer than Stable Diffusion 1 a family of models is (rules-kudos §1.5, §4). */
import type { Baseline } from './reference.ts';
import { baselineOf, isCascade, isFlux, isQwen, isSdxl, isZImage, type ModelReference } from './reference.ts';

/** Of the model that did the job: paid to the worker and charged. */
export function modelMultiplier(
  baseline: Baseline,
  params: { workflow?: string | undefined; hires_fix: boolean },
): number {
  if (isSdxl(baseline)) return params.workflow === 'qr_code' ? 4 : 2;
  if (isCascade(baseline)) return params.hires_fix ? 7 : 4;
  if (isFlux(baseline) || isZImage(baseline)) return 8;
  return isQwen(baseline) ? 12 : 1;
}

/** Baseline that an estimate takes for a request that names no model: which one it will get is not known. */
const ESTIMATED_BASELINE: Baseline = 'stable_diffusion_xl';

/** Of the first named model, for an estimate: without regard to workflow and hires fix. */
export function estimateMultiplier(models: readonly string[], reference: ModelReference): number {
  const [first] = models;
  const baseline = first === undefined ? ESTIMATED_BASELINE : baselineOf(first, reference);
  return modelMultiplier(baseline, { hires_fix: false });
}
