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
