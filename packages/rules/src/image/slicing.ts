/** How many jobs of a request one pop gets (rules-jobs §3.6; the divisor by the design's table of choices). */
import type { ImageRequirements, ImageWorkerOffer } from './records.ts';
import { baselineOf, batchingWeight, type ModelReference } from './reference.ts';

/** A worker manages its full batch at this part of its maximal resolution. */
export const BATCH_DIVISOR = 3;

/**
 * A part of a job is rounded up from four sevenths, not from a half: at divisor 3 that is what makes both hold, the
 * design's 7 jobs at a worker's full size (raw 6.67) and the 3 that clients have seen for 512×768 at a 1024² worker
 * that asks for 4 (raw 3.56). At the original's 3.5 it gives the numbers of its table.
 */
const ROUNDED_UP = 3 / 7;

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

/** Each heavy one makes the batch weigh 1.8 times as much, and so does transparency. */
function postProcessingWeight({ postProcessing, transparent }: Weight): number {
  const heavy = postProcessing.filter(name => HEAVY_POST_PROCESSORS.has(name)).length + Number(transparent);
  return (1 + 0.4 * postProcessing.length) * 1.8 ** heavy;
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
 * Jobs that a pop takes of a request of which `waiting` jobs wait: from 1 to what the worker asked for,
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
  const safe = Math.floor(rawBatch(requirements, offer, reference, divisor) + ROUNDED_UP);
  return Math.min(Math.max(1, Math.min(safe, offer.amount)), waiting);
}
