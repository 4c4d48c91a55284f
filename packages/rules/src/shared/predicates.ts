/**
 * Every reason for which a worker does not get a request: once, in one table for each kind of work.
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
import type { AnyOffer, AnyRequirements, RequestFacts } from './records.ts';

/** `hidden`: passed over without telling why. */
export type Skip<Reason extends string> = Reason | 'hidden';
export type Counting = 'always' | 'tried' | 'both' | 'never';
export type Stage = 'coarse' | 'fine';

interface PredicateOf<Ask> {
  name: string;
  stage: Stage;
  counts: Counting;
  skip: Ask;
}

/** Over what many requests share. `Context`: what else the question rests on, such as the model reference. */
export type GroupPredicateOf<Requirements, Offer, Reason extends string, Context = void> = PredicateOf<
  (requirements: Requirements, offer: Offer, context: Context) => Skip<Reason> | false | undefined
>;

/** Over one request. */
export type RequestPredicateOf<Requirements, Offer, Reason extends string> = PredicateOf<
  (facts: RequestFacts, offer: Offer, requirements: Requirements) => Skip<Reason> | false | undefined
>;

/** Whether the worker list of a request keeps the worker away. */
export function listExcludes({ workerList: list }: AnyRequirements, offer: AnyOffer): boolean {
  return list !== null && list.ids.length > 0 && list.ids.includes(offer.id) === list.exclude;
}

/** A word in a prompt that the worker does not serve, if there is one. */
export function blacklistedWord(
  prompt: string,
  { blacklist }: Pick<AnyOffer, 'blacklist'>,
): string | undefined {
  if (blacklist.length === 0) return undefined;
  const lowered = prompt.toLowerCase();
  return blacklist.find(word => lowered.includes(word));
}

/** Characters of a prompt that blacklists are looked up in for every pop; the rest is read when a job is handed out. */
export const PROMPT_HEAD_CHARACTERS = 1000;

/** Predicates over one request that hold for every kind of work. */
export const COMMON_REQUEST_PREDICATES: readonly RequestPredicateOf<
  AnyRequirements,
  AnyOffer,
  'blacklist' | 'kudos'
>[] = [
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
      const { laterWords } = facts;
      const isLater = laterWords !== undefined && offer.blacklist.some(word => laterWords.has(word));
      return (isLater || blacklistedWord(facts.prompt, offer) !== undefined) && 'blacklist';
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
