import {
  countGroupSkips,
  countRequestSkip,
  drawModel,
  FAULTS_MAX,
  groupSkip,
  IMAGE_DIVISOR,
  type ImageRequirements,
  imageReasons,
  imageTtlSeconds,
  isThere,
  type ModelReference,
  offerKeyOf,
  requestSkip,
  SLOW_WORKER_SPEED,
  signatureOf,
  sliceOf,
  zeroSkipCounters,
} from '@openhorde/rules';
import { factsOf } from '../../core/requests/index.ts';
import { NO_DEMANDS } from '../../core/workers/index.ts';
import type { Platform } from '../../platform/platform.ts';
import type { World } from '../../platform/world.ts';
import { deliveryBody } from './deliveryBody.ts';
import type { ImageEntry, ImageRules } from './kind.ts';
import { type ImageOfferRecord, matchingOffer } from './offer.ts';
import { imageWorkerDetails } from './workerDetails.ts';

export interface ImageRulesNeeds {
  world: Pick<World, 'now' | 'random'>;
  objects: Platform['objects'];
  reference(): ModelReference;
  /** What a requester could pay now, as a worker that demands kudos up front counts it. */
  payableCents(userId: number): number;
  batchDivisor: number;
}

/** How images match: everything by `rules`, nothing decided here. */
export function imageRules(needs: ImageRulesNeeds): ImageRules {
  const { world, objects, reference, payableCents, batchDivisor } = needs;
  const facts = factsOf(payableCents);
  return {
    name: 'image',
    divisor: IMAGE_DIVISOR,
    faultsMax: FAULTS_MAX,
    signature: signatureOf,
    detail: requirements => requirements.width ?? 0,
    models: requirements => requirements.models,
    offerKey: offer => offerKeyOf(offer, offer.speed < SLOW_WORKER_SPEED),
    epoch: reference,
    groupSkip: (requirements, offer) => groupSkip(requirements, offer, reference()),
    requestSkip: (entry, offer) => requestSkip(facts(entry), offer, entry.group.requirements),
    zeroCounters: zeroSkipCounters,
    countGroup: (counters, requirements, offer, size) =>
      countGroupSkips(counters, requirements, offer, reference(), size),
    countRequest: (counters, entry, offer) =>
      countRequestSkip(counters, facts(entry), offer, entry.group.requirements),
    slice: (entry, offer) =>
      sliceOf(entry.group.requirements, entry.waiting - entry.reserved, offer, reference(), batchDivisor),
    priorityUsers: offer => offer.priorityUserIds,
    onlyPriority: offer => offer.maintenance,
    ttlSeconds: (requirements, offer) => imageTtlSeconds(requirements, reference(), offer.extraSlow),
    // Never undefined: a worker without a usable model does not match.
    drawModel: (requirements, offer) => drawModel(requirements, offer, world.random)!,
    offerOf: (worker, record) => matchingOffer(worker, record as ImageOfferRecord, NO_DEMANDS, reference()),
    isThere: (entry, offer) => isThere(facts(entry), offer, world.now()),
    explain: (entry, offers) =>
      imageReasons(ownRequirements(entry), facts(entry), offers, reference(), world.now()),
    workerDetails: imageWorkerDetails,
    deliveryBody: job => deliveryBody({ objects }, job),
  };
}

/** The requirements of a request with what is its alone. */
function ownRequirements({ group: { requirements }, detail: width }: ImageEntry): ImageRequirements {
  const { width: _, ...shared } = requirements;
  return width > 0 ? { ...shared, width } : shared;
}
