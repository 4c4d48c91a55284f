import type { RequestPredicate } from './predicates.ts';

/** Predicates over one request. */
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
