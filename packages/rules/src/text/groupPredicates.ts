import type { TextSkipReason } from '@openhorde/contract';
import { type GroupPredicateOf, listExcludes } from '../shared/predicates.ts';
import type { TextRequirements, TextWorkerOffer } from './records.ts';

export type TextGroupPredicate = GroupPredicateOf<TextRequirements, TextWorkerOffer, TextSkipReason>;

/**
 * Predicates over what many text requests share. The original filters by the coarse ones before it looks, and so never
 * tells them; here a worker learns of them too.
 */
export const TEXT_GROUP_PREDICATES: readonly TextGroupPredicate[] = [
  // Coarse: which requests are tried at all.
  {
    name: 'model offered',
    stage: 'coarse',
    counts: 'always',
    skip: (r, offer) =>
      r.models.length > 0 && !r.models.some(name => offer.models.names.has(name)) && 'models',
  },
  {
    name: 'length',
    stage: 'coarse',
    counts: 'always',
    skip: (r, offer) => r.maxLength > offer.maxLength && 'max_length',
  },
  {
    name: 'context length',
    stage: 'coarse',
    counts: 'always',
    skip: (r, offer) => r.maxContextLength > offer.maxContextLength && 'max_context_length',
  },
  {
    // The answer of a text pop has no counter for it.
    name: 'unsafe address',
    stage: 'coarse',
    counts: 'never',
    skip: (r, offer) => !r.safeIp && !offer.allowUnsafeIp && 'hidden',
  },
  { name: 'nsfw', stage: 'coarse', counts: 'always', skip: (r, offer) => r.nsfw && !offer.nsfw && 'nsfw' },
  {
    name: 'validated backend',
    stage: 'coarse',
    counts: 'always',
    skip: (r, offer) => r.validatedBackends && !offer.backendValidated && 'bridge_version',
  },
  {
    name: 'slow worker',
    stage: 'coarse',
    counts: 'always',
    skip: (r, offer) => !r.slowWorkers && offer.speed < offer.models.slowLimit && 'performance',
  },
  {
    name: 'extra slow worker',
    stage: 'coarse',
    counts: 'always',
    skip: (r, offer) => !r.extraSlowWorkers && offer.extraSlow && 'performance',
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
    counts: 'tried',
    skip: (r, offer) => r.trustedWorkers && !offer.ownerTrusted && 'untrusted',
  },
  {
    name: 'soft prompt',
    stage: 'fine',
    counts: 'tried',
    skip: (r, offer) =>
      r.softprompt !== null && !offer.softprompts.has(r.softprompt) && 'matching_softprompt',
  },
];
