import { isOnline } from '../shared/online.ts';
import { GROUP_PREDICATES } from './groupPredicates.ts';
import type { SkipReason } from './predicates.ts';
import type { ImageRequirements, ImageWorkerOffer, RequestFacts } from './records.ts';
import type { ModelReference } from './reference.ts';
import { REQUEST_PREDICATES } from './requestPredicates.ts';

const isCoarse = (predicate: { stage: 'coarse' | 'fine' }) => predicate.stage === 'coarse';

/** The table as it is walked: coarse before fine, each in the order of the table. */
export const GROUP_IN_ORDER = [
  ...GROUP_PREDICATES.filter(isCoarse),
  ...GROUP_PREDICATES.filter(predicate => !isCoarse(predicate)),
];
export const REQUEST_IN_ORDER = [
  ...REQUEST_PREDICATES.filter(isCoarse),
  ...REQUEST_PREDICATES.filter(predicate => !isCoarse(predicate)),
];

/**
 * Why no request with these requirements goes to the worker; `undefined` when they fit. Once for each signature.
 */
export function groupSkip(
  requirements: ImageRequirements,
  offer: ImageWorkerOffer,
  reference: ModelReference,
): SkipReason | undefined {
  for (const predicate of GROUP_IN_ORDER) {
    const reason = predicate.skip(requirements, offer, reference);
    if (reason) return reason;
  }
  return undefined;
}

/** Why one request of a group that fits does not go to the worker; `undefined` when it may. */
export function requestSkip(
  facts: RequestFacts,
  offer: ImageWorkerOffer,
  requirements: ImageRequirements,
): SkipReason | undefined {
  for (const predicate of REQUEST_IN_ORDER) {
    const reason = predicate.skip(facts, offer, requirements);
    if (reason) return reason;
  }
  return undefined;
}

/** The whole question for one request: the first reason against it, or `undefined`. */
export function imageSkip(
  requirements: ImageRequirements,
  facts: RequestFacts,
  offer: ImageWorkerOffer,
  reference: ModelReference,
): SkipReason | undefined {
  return groupSkip(requirements, offer, reference) ?? requestSkip(facts, offer, requirements);
}

/** Whether the worker is there for the request: online, and not paused unless the request is its owner's own. */
export function isThere(facts: RequestFacts, offer: ImageWorkerOffer, nowMs: number): boolean {
  return isOnline(offer, nowMs) && (!offer.paused || offer.ownerId === facts.requesterId);
}

/** Whether some worker could take the request now. A running job makes it possible as well; that is the caller's to know. */
export function isPossible(
  requirements: ImageRequirements,
  facts: RequestFacts,
  offers: Iterable<ImageWorkerOffer>,
  reference: ModelReference,
  nowMs: number,
): boolean {
  for (const offer of offers) {
    if (isThere(facts, offer, nowMs) && !imageSkip(requirements, facts, offer, reference)) return true;
  }
  return false;
}
