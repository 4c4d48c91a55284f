/**
 * Every reason for which a worker does not get an image request: once, in one table.
 *
 * A predicate answers with the reason why the worker is passed over, or `undefined`. It looks at the requirements that
 * many requests share (`group`) or at one request (`request`). `coarse` predicates decide which requests are tried at
 * all (rules-jobs §3.3), `fine` ones are tried on what is left, in the order of rules-jobs §3.5. `counts` tells how a
 * request enters the counters of an empty answer (§3.4):
 *
 * - `always`: whenever the predicate fails, whatever else fails;
 * - `tried`: only when it is the first to fail of a request that passed all coarse ones;
 * - `both`: as `always`, and once more as `tried` (the original counts and tries, so such a request counts twice);
 * - `never`: the counters do not know it.
 *
 * Coarse ones come first and group before request, so that a pop looks at a request's own facts only when its group
 * fits. What the first failure is among several can differ from the order of §3.5 by that; who gets a job cannot.
 */
import type { ImageSkipReason } from '@openhorde/contract';
import { canSample } from './bridge.ts';
import { stepLimitOf } from './offer.ts';
import type { ImageRequirements, ImageWorkerOffer, RequestFacts } from './records.ts';
import type { ModelReference } from './reference.ts';

/** `hidden`: passed over without telling why. */
export type SkipReason = ImageSkipReason | 'hidden';

export type Counting = 'always' | 'tried' | 'both' | 'never';

interface PredicateOf<Skip> {
  name: string;
  stage: 'coarse' | 'fine';
  counts: Counting;
  skip: Skip;
}

export type GroupPredicate = PredicateOf<
  (
    requirements: ImageRequirements,
    offer: ImageWorkerOffer,
    reference: ModelReference,
  ) => SkipReason | false | undefined
>;

export type RequestPredicate = PredicateOf<
  (
    facts: RequestFacts,
    offer: ImageWorkerOffer,
    requirements: ImageRequirements,
  ) => SkipReason | false | undefined
>;

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

/** Names of the models that the worker could use for the request: all it offers when the request names none. */
export function usableModels(requirements: ImageRequirements, offer: ImageWorkerOffer): string[] {
  if (requirements.models.length === 0) return [...offer.models.names];
  return requirements.models.filter(name => offer.models.names.has(name));
}

function exceedsStepLimit(r: ImageRequirements, offer: ImageWorkerOffer, reference: ModelReference): boolean {
  const limit =
    r.models.length >= 2
      ? Math.min(...r.models.map(name => stepLimitOf(name, reference)))
      : offer.models.stepLimit;
  return r.accurateSteps > limit;
}

function listExcludes(requirements: ImageRequirements, offer: ImageWorkerOffer): boolean {
  const list = requirements.workerList;
  return list !== null && list.ids.length > 0 && list.ids.includes(offer.id) === list.exclude;
}

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
    name: 'step count',
    stage: 'fine',
    counts: 'tried',
    skip: (r, offer, reference) =>
      offer.limitMaxSteps && exceedsStepLimit(r, offer, reference) && 'step_count',
  },
  {
    name: 'nobody is known',
    stage: 'fine',
    counts: 'never',
    skip: (r, offer) => !offer.ownerTrusted && !r.safeIp && !r.requesterTrusted && 'untrusted',
  },
];

export const REQUEST_PREDICATES: readonly RequestPredicate[] = [
  {
    name: 'maintenance',
    stage: 'coarse',
    counts: 'never',
    skip: (facts, offer) => offer.maintenance && !offer.priorityUserIds.has(facts.requesterId) && 'hidden',
  },
  {
    name: 'tricked before',
    stage: 'fine',
    counts: 'never',
    skip: (facts, offer) => facts.trickedWorkers.has(offer.id) && 'hidden',
  },
  {
    name: 'blacklist',
    stage: 'fine',
    counts: 'tried',
    skip: (facts, offer) => {
      if (offer.blacklist.length === 0) return undefined;
      const prompt = facts.prompt.toLowerCase();
      return offer.blacklist.some(word => prompt.includes(word)) && 'blacklist';
    },
  },
  {
    name: 'upfront kudos',
    stage: 'fine',
    counts: 'tried',
    skip: (facts, offer, requirements) =>
      offer.requireUpfrontKudos &&
      !requirements.requesterTrusted &&
      !offer.priorityUserIds.has(facts.requesterId) &&
      facts.requesterKudosCents < facts.priceCents &&
      'kudos',
  },
];
