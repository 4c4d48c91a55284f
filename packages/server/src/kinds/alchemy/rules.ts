import {
  type AlchemistOffer,
  type AlchemyRequirements,
  alchemyEligibility,
  alchemyFacts,
  alchemyReasons,
  alchemySignature,
  FORM_FAULTS_MAX,
  FORM_TTL_SECONDS,
  FORMS_PER_CONCURRENCY,
  formCharge,
  isOnline,
  offerKeyOf,
  type RequestFacts,
  SLOW_ALCHEMIST_SECONDS,
} from '@openhorde/rules';
import type { Board, Entry } from '../../core/board/index.ts';
import type { Kind, KindRules } from '../../core/kind.ts';
import { NO_DEMANDS } from '../../core/workers/index.ts';
import type { Platform } from '../../platform/platform.ts';
import type { World } from '../../platform/world.ts';
import { type AlchemyOfferRecord, matchingOffer } from './offer.ts';
import { shownResult } from './results.ts';
import { resultKey } from './template.ts';
import { alchemyWorkerDetails } from './workerDetails.ts';

/** A form: the part of an alchemy request that is waited for, handed out and settled by itself. */
export type FormEntry = Entry<AlchemyRequirements>;
type AlchemyBoard = Board<AlchemyRequirements, AlchemistOffer>;
export type AlchemyKind = Kind<AlchemyRequirements, AlchemistOffer>;

export interface AlchemyRulesNeeds {
  world: Pick<World, 'now'>;
  objects: Platform['objects'];
  /** What a requester could pay now, as a worker that demands kudos up front counts it. */
  payableCents(userId: number): number;
  /** Where the forms are. */
  board(): AlchemyBoard;
}

/** How forms match: everything by `rules`, nothing decided here. */
export function alchemyRules({
  world,
  objects,
  payableCents,
  board,
}: AlchemyRulesNeeds): KindRules<AlchemyRequirements, AlchemistOffer> {
  const { groupSkip, requestSkip, countGroupSkips, countRequestSkip } = alchemyEligibility;
  const facts = (entry: FormEntry): RequestFacts =>
    alchemyFacts({
      requesterId: entry.userId,
      requesterKudosCents: payableCents(entry.userId),
      priceCents: entry.priceCents,
      slowWorkers: entry.group.requirements.slowWorkers,
    });
  /** What forms at workers will cost their requester is not there to be promised again. Summed only where it is asked for. */
  const demandedFacts = (entry: FormEntry, offer: AlchemistOffer): RequestFacts => {
    const plain = facts(entry);
    if (!offer.requireUpfrontKudos) return plain;
    return { ...plain, requesterKudosCents: plain.requesterKudosCents - pledgedCents(board(), entry.userId) };
  };
  return {
    name: 'interrogation',
    divisor: 1,
    faultsMax: FORM_FAULTS_MAX,
    waitingFactor: FORMS_PER_CONCURRENCY,
    // The kudos of the requester decide, then age (rules-jobs §6.2).
    ageless: true,
    signature: alchemySignature,
    models: requirements => [requirements.form],
    offerKey: offer => offerKeyOf(offer, offer.speed >= SLOW_ALCHEMIST_SECONDS),
    epoch: () => undefined,
    groupSkip: (requirements, offer) => groupSkip(requirements, offer),
    requestSkip: (entry, offer) => requestSkip(demandedFacts(entry, offer), offer, entry.group.requirements),
    zeroCounters: () => ({}),
    countGroup: (counters, requirements, offer, size) =>
      countGroupSkips(counters, requirements, offer, undefined, size),
    countRequest: (counters, entry, offer) =>
      countRequestSkip(counters, demandedFacts(entry, offer), offer, entry.group.requirements),
    slice: () => 1,
    priorityUsers: offer => offer.priorityUserIds,
    onlyPriority: offer => offer.maintenance,
    ttlSeconds: () => FORM_TTL_SECONDS,
    drawModel: requirements => requirements.form,
    offerOf: (worker, record) => matchingOffer(worker, record as AlchemyOfferRecord, NO_DEMANDS),
    // [ODD] A paused alchemist is there as well.
    isThere: (_, offer) => isOnline(offer, world.now()),
    explain: (entry, offers) =>
      alchemyReasons(entry.group.requirements, facts(entry), offers, undefined, world.now()),
    workerDetails: alchemyWorkerDetails,
    async deliveryBody({ id, request_id: formId, model: form, result }) {
      const shown = shownResult({ objects }, { result, objectKey: resultKey(formId, id) });
      return { id: formId, form, state: 'done', result: shown };
    },
  };
}

function pledgedCents(board: AlchemyBoard, userId: number): number {
  let cents = 0;
  for (const { processing, reserved, priceCents, group } of board.ofUser(userId)) {
    if (processing + reserved > 0) cents += formCharge(priceCents, group.requirements.slowWorkers);
  }
  return cents;
}
