import {
  drawModel,
  FAULTS_MAX,
  isThere,
  offerKeyOf,
  TEXT_DIVISOR,
  TEXT_TTL_SECONDS,
  type TextModelReference,
  textEligibility,
  textReasons,
  textSignatureOf,
  textSliceOf,
} from '@openhorde/rules';
import { factsOf } from '../../core/requests/index.ts';
import { NO_DEMANDS } from '../../core/workers/index.ts';
import type { World } from '../../platform/world.ts';
import type { TextRules } from './kind.ts';
import { matchingOffer, type TextOfferRecord } from './offer.ts';
import { generationOf } from './status.ts';
import { textWorkerDetails } from './workerDetails.ts';

export interface TextRulesNeeds {
  world: Pick<World, 'now' | 'random'>;
  reference(): TextModelReference;
  /** What a requester could pay now, as a worker that demands kudos up front counts it. */
  payableCents(userId: number): number;
}

/** How texts match: everything by `rules`, nothing decided here. */
export function textRules({ world, reference, payableCents }: TextRulesNeeds): TextRules {
  const facts = factsOf(payableCents);
  const { groupSkip, requestSkip, countGroupSkips, countRequestSkip } = textEligibility;
  return {
    name: 'text',
    divisor: TEXT_DIVISOR,
    faultsMax: FAULTS_MAX,
    signature: textSignatureOf,
    models: requirements => requirements.models,
    offerKey: offer => offerKeyOf(offer, offer.speed < offer.models.slowLimit),
    epoch: () => undefined,
    groupSkip: (requirements, offer) => groupSkip(requirements, offer),
    requestSkip: (entry, offer) => requestSkip(facts(entry), offer, entry.group.requirements),
    // Only reasons that were met are told.
    zeroCounters: () => ({}),
    countGroup: (counters, requirements, offer, size) =>
      countGroupSkips(counters, requirements, offer, undefined, size),
    countRequest: (counters, entry, offer) =>
      countRequestSkip(counters, facts(entry), offer, entry.group.requirements),
    slice: (entry, offer) => textSliceOf(entry.group.requirements, entry.waiting - entry.reserved, offer),
    priorityUsers: offer => offer.priorityUserIds,
    onlyPriority: offer => offer.maintenance,
    ttlSeconds: () => TEXT_TTL_SECONDS,
    // Never undefined: a worker without a usable model does not match.
    drawModel: (requirements, offer) => drawModel(requirements, offer, world.random)!,
    offerOf: (worker, record) => matchingOffer(worker, record as TextOfferRecord, NO_DEMANDS, reference()),
    explain: (entry, offers) =>
      textReasons(entry.group.requirements, facts(entry), offers, undefined, world.now()),
    workerDetails: textWorkerDetails,
    deliveryBody: async job => ({ ...generationOf(job) }),
    isThere: (entry, offer) => isThere(facts(entry), offer, world.now()),
  };
}
