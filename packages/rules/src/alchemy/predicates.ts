import type { AlchemySkipCounter } from '@openhorde/contract';
import type { GroupPredicateOf, Skip } from '../shared/predicates.ts';
import type { AlchemistOffer, AlchemyRequirements } from './records.ts';
import { SLOW_ALCHEMIST_SECONDS } from './times.ts';

/** Why a form is not handed to a worker. Of these the answer to a pop tells `AlchemySkipCounter` alone. */
export type AlchemyReason =
  | AlchemySkipCounter
  | 'form'
  | 'max_tiles'
  | 'unsafe_ip'
  | 'performance'
  | 'kudos'
  | 'blacklist';
export type AlchemySkip = Skip<AlchemyReason>;

export type AlchemyGroupPredicate = GroupPredicateOf<AlchemyRequirements, AlchemistOffer, AlchemyReason>;

/** Predicates over what many forms share (rules-jobs §6.2). */
export const ALCHEMY_GROUP_PREDICATES: readonly AlchemyGroupPredicate[] = [
  // Coarse: which forms are tried at all. The counters of the original do not know them.
  {
    name: 'form offered',
    stage: 'coarse',
    counts: 'never',
    skip: (r, offer) => !offer.forms.has(r.form) && 'form',
  },
  {
    name: 'size',
    stage: 'coarse',
    counts: 'never',
    skip: (r, offer) => r.tiles > offer.maxTiles && 'max_tiles',
  },
  {
    name: 'unsafe address',
    stage: 'coarse',
    counts: 'never',
    skip: (r, offer) => !r.safeIp && !offer.allowUnsafeIp && 'unsafe_ip',
  },
  {
    name: 'slow worker',
    stage: 'coarse',
    counts: 'never',
    skip: (r, offer) => !r.slowWorkers && offer.speed >= SLOW_ALCHEMIST_SECONDS && 'performance',
  },
  // Fine: tried one after another.
  {
    name: 'trusted workers only',
    stage: 'fine',
    counts: 'tried',
    skip: (r, offer) => r.trustedWorkers && !offer.ownerTrusted && 'untrusted',
  },
  {
    name: 'nobody is known',
    stage: 'fine',
    counts: 'tried',
    skip: (r, offer) => !offer.ownerTrusted && !r.safeIp && !r.requesterTrusted && 'untrusted',
  },
];
