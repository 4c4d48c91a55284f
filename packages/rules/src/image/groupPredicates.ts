import type { ImageSkipReason } from '@openhorde/contract';
import { listExcludes } from '../shared/predicates.ts';
import { canSample } from './bridge.ts';
import { stepLimitOf } from './offer.ts';
import type { GroupPredicate, SkipReason } from './predicates.ts';
import type { ImageRequirements, ImageWorkerOffer } from './records.ts';
import type { ModelReference } from './reference.ts';

/** Raw things per second below which a worker is slow. */
export const SLOW_WORKER_SPEED = 500_000;

const can = (offer: ImageWorkerOffer, capability: string) => offer.bridge.capabilities.has(capability);

/** A switch that is off is the worker's will; a missing capability is its version's. */
function needs(
  offer: ImageWorkerOffer,
  allowed: boolean,
  capability: string,
  reason: ImageSkipReason,
): SkipReason | undefined {
  if (!allowed) return reason;
  return can(offer, capability) ? undefined : 'bridge_version';
}

/** Accurate steps that a worker with `limitMaxSteps` takes: by the models of the request if it names several, else by its own. */
export function stepLimitFor(
  r: Pick<ImageRequirements, 'models'>,
  offer: ImageWorkerOffer,
  reference: ModelReference,
): number {
  if (r.models.length < 2) return offer.models.stepLimit;
  return Math.min(...r.models.map(name => stepLimitOf(name, reference)));
}

/** Predicates over what many requests share. */
export const GROUP_PREDICATES: readonly GroupPredicate[] = [
  // Coarse: which requests are tried at all.
  {
    name: 'size',
    stage: 'coarse',
    counts: 'always',
    skip: (r, offer) => r.pixels > offer.maxPixels && 'max_pixels',
  },
  {
    name: 'model offered',
    stage: 'coarse',
    counts: 'always',
    skip: (r, offer) =>
      r.models.length > 0 && !r.models.some(name => offer.models.names.has(name)) && 'models',
  },
  {
    name: 'any model is no special model',
    stage: 'coarse',
    counts: 'never',
    skip: (r, offer) => r.models.length === 0 && offer.models.anySpecial && 'hidden',
  },
  {
    name: 'img2img',
    stage: 'coarse',
    counts: 'always',
    skip: (r, offer) => r.sourceImage && needs(offer, offer.allowImg2img, 'img2img', 'img2img'),
  },
  {
    name: 'painting',
    stage: 'coarse',
    counts: 'always',
    skip: (r, offer) => r.painting && needs(offer, offer.allowPainting, 'inpainting', 'painting'),
  },
  {
    name: 'extra source images',
    stage: 'coarse',
    counts: 'always',
    skip: (r, offer) => r.extraSourceImages && !can(offer, 'extra_source_images') && 'bridge_version',
  },
  {
    name: 'unsafe address',
    stage: 'coarse',
    counts: 'always',
    skip: (r, offer) => !r.safeIp && !offer.allowUnsafeIp && 'unsafe_ip',
  },
  { name: 'nsfw', stage: 'coarse', counts: 'always', skip: (r, offer) => r.nsfw && !offer.nsfw && 'nsfw' },
  {
    name: 'object store',
    stage: 'coarse',
    counts: 'always',
    skip: (r, offer) => r.r2 && !can(offer, 'r2') && 'bridge_version',
  },
  {
    name: 'lora',
    stage: 'coarse',
    counts: 'always',
    skip: (r, offer) => r.loras && needs(offer, offer.allowLora, 'lora', 'lora'),
  },
  {
    name: 'textual inversion',
    stage: 'coarse',
    counts: 'always',
    skip: (r, offer) => r.textualInversions && !can(offer, 'textual_inversion') && 'bridge_version',
  },
  {
    name: 'post-processing',
    stage: 'coarse',
    counts: 'always',
    skip: (r, offer) =>
      r.postProcessing.length > 0 &&
      needs(offer, offer.allowPostProcessing, 'post-processing', 'post-processing'),
  },
  {
    name: 'controlnet',
    stage: 'coarse',
    counts: 'always',
    skip: (r, offer) => r.control && needs(offer, offer.allowControlnet, 'controlnet', 'controlnet'),
  },
  {
    name: 'slow worker',
    stage: 'coarse',
    counts: 'always',
    skip: (r, offer) => !r.slowWorkers && offer.speed < SLOW_WORKER_SPEED && 'performance',
  },
  {
    name: 'extra slow worker',
    stage: 'coarse',
    counts: 'always',
    skip: (r, offer) => !r.extraSlowWorkers && offer.extraSlow && 'performance',
  },
  {
    name: 'transparent',
    stage: 'coarse',
    counts: 'always',
    skip: (r, offer) =>
      r.transparent && needs(offer, offer.allowSdxlControlnet, 'layer_diffuse', 'controlnet'),
  },
  {
    name: 'worker list',
    stage: 'coarse',
    counts: 'always',
    skip: (r, offer) => listExcludes(r, offer) && 'worker_id',
  },
  // Fine: tried one after another.
  {
    name: 'trusted workers only',
    stage: 'fine',
    counts: 'always',
    skip: (r, offer) => r.trustedWorkers && !offer.ownerTrusted && 'untrusted',
  },
  {
    name: 'inpainting needs an inpainting model',
    stage: 'fine',
    counts: 'never',
    skip: (r, offer) => r.painting && !offer.models.anyInpainting && 'models',
  },
  {
    name: 'inpainting models paint only',
    stage: 'fine',
    counts: 'never',
    skip: (r, offer) => !r.painting && offer.models.allInpainting && 'models',
  },
  {
    name: 'sampler',
    stage: 'fine',
    counts: 'both',
    skip: (r, offer) => !canSample(offer.bridge, r.sampler, r.karras) && 'bridge_version',
  },
  {
    name: 'post-processor',
    stage: 'fine',
    counts: 'tried',
    skip: (r, offer) => r.postProcessing.some(name => !can(offer, name)) && 'bridge_version',
  },
  {
    name: 'tiling',
    stage: 'fine',
    counts: 'both',
    skip: (r, offer) => r.tiling && !can(offer, 'tiling') && 'bridge_version',
  },
  {
    name: 'control map',
    stage: 'fine',
    counts: 'both',
    skip: (r, offer) => r.returnControlMap && !can(offer, 'return_control_map') && 'bridge_version',
  },
  {
    name: 'image is control',
    stage: 'fine',
    counts: 'tried',
    skip: (r, offer) => r.control && !can(offer, 'image_is_control') && 'bridge_version',
  },
  {
    name: 'qr code workflow',
    stage: 'fine',
    counts: 'tried',
    skip: (r, offer) => r.qrCode && !(can(offer, 'controlnet') && can(offer, 'qr_code')) && 'bridge_version',
  },
  {
    name: 'qr code with SDXL',
    stage: 'fine',
    counts: 'never',
    skip: (r, offer) => r.qrCode && offer.models.anySdxl && !offer.allowSdxlControlnet && 'controlnet',
  },
  {
    name: 'hires fix',
    stage: 'fine',
    counts: 'both',
    skip: (r, offer) => r.hiresFix && !can(offer, 'hires_fix') && 'bridge_version',
  },
  {
    name: 'hires fix of Stable Cascade',
    stage: 'fine',
    counts: 'tried',
    skip: (r, offer) =>
      r.hiresFix && offer.models.anyCascade && !can(offer, 'stable_cascade_2pass') && 'bridge_version',
  },
  {
    // [ODD] even for a request that is not for a Flux model.
    name: 'Flux',
    stage: 'fine',
    counts: 'tried',
    skip: (_, offer) => offer.models.anyFlux && !can(offer, 'flux') && 'bridge_version',
  },
  {
    name: 'clip skip',
    stage: 'fine',
    counts: 'tried',
    skip: (r, offer) => r.clipSkip && !can(offer, 'clip_skip') && 'bridge_version',
  },
  {
    name: 'versioned lora',
    stage: 'fine',
    counts: 'tried',
    skip: (r, offer) => r.versionedLora && !can(offer, 'lora_versions') && 'bridge_version',
  },
  {
    name: 'scheduler',
    stage: 'fine',
    counts: 'tried',
    skip: (r, offer) => r.scheduler !== undefined && !offer.schedulers.has(r.scheduler) && 'bridge_version',
  },
  {
    // Others would draw the first image of the batch without a word.
    name: 'batch index',
    stage: 'fine',
    counts: 'tried',
    skip: (r, offer) => r.batchIndex && !can(offer, 'batch_index') && 'bridge_version',
  },
  {
    name: 'step count',
    stage: 'fine',
    counts: 'tried',
    skip: (r, offer, reference) =>
      offer.limitMaxSteps && r.accurateSteps > stepLimitFor(r, offer, reference) && 'step_count',
  },
  {
    name: 'nobody is known',
    stage: 'fine',
    counts: 'never',
    skip: (r, offer) => !offer.ownerTrusted && !r.safeIp && !r.requesterTrusted && 'untrusted',
  },
];
