/** How many jobs of a request one pop gets (rules-jobs §3.6; the divisor by the design's table of choices). */
import { roundHalfEven } from '../shared/cents.ts';
import type { ImageRequirements, ImageWorkerOffer } from './records.ts';
import { baselineOf, batchingWeight, type ModelReference } from './reference.ts';

/** A worker manages its full batch at this part of its maximal resolution. */
export const BATCH_DIVISOR = 3;

/** Post-processors that weigh on a batch nearly as much as the pictures themselves. */
const HEAVY_POST_PROCESSORS: ReadonlySet<string> = new Set([
  'RealESRGAN_x4plus',
  'RealESRGAN_x4plus_anime_6B',
  'NMKD_Siax',
  '4x_AnimeSharp',
  'CodeFormers',
  '4xNomos8kSC',
  '4xLSDIRplus',
  '4xNomos2_hq_dat2',
  'RestoreFormer',
]);

type Weight = Pick<ImageRequirements, 'pixels' | 'models' | 'postProcessing' | 'transparent'>;

function postProcessingWeight({ postProcessing, transparent }: Weight): number {
  const heavy = transparent || postProcessing.some(name => HEAVY_POST_PROCESSORS.has(name));
  return (1 + 0.4 * postProcessing.length) * (heavy ? 1.8 : 1);
}

/** Jobs that the worker manages at once, not rounded and without bounds. */
export function rawBatch(
  requirements: Weight,
  offer: Pick<ImageWorkerOffer, 'maxPixels' | 'amount'>,
  reference: ModelReference,
  divisor = BATCH_DIVISOR,
): number {
  const model = Math.max(1, ...requirements.models.map(name => batchingWeight(baselineOf(name, reference))));
  return (
    ((offer.maxPixels / divisor) * offer.amount) /
    (requirements.pixels * postProcessingWeight(requirements) * model)
  );
}

/**
 * Jobs that a pop takes of a request of which `waiting` jobs nobody has taken: from 1 to what the worker asked for,
 * what it manages at this size, and what is wanted.
 */
export function sliceOf(
  requirements: Weight & Pick<ImageRequirements, 'disableBatching'>,
  waiting: number,
  offer: Pick<ImageWorkerOffer, 'maxPixels' | 'amount'>,
  reference: ModelReference,
  divisor = BATCH_DIVISOR,
): number {
  if (requirements.disableBatching) return Math.min(1, waiting);
  const safe = roundHalfEven(rawBatch(requirements, offer, reference, divisor));
  return Math.min(Math.max(1, Math.min(safe, offer.amount)), waiting);
}
