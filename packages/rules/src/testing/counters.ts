import type { ImageRequirements, ImageWorkerOffer, RequestFacts } from '../image/records.ts';
import { countGroupSkips, countRequestSkip, type SkipCounters } from '../image/skipCounters.ts';
import { REFERENCE } from './samples.ts';

/** What one request adds to the counters of an empty answer. */
export function countersOf(
  request: ImageRequirements,
  facts: RequestFacts,
  worker: ImageWorkerOffer,
): SkipCounters {
  const counters: SkipCounters = {};
  if (countGroupSkips(counters, request, worker, REFERENCE))
    countRequestSkip(counters, facts, worker, request);
  return counters;
}
