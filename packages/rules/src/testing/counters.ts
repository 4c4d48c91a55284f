import { countGroupSkips, countRequestSkip } from '../image/eligibility.ts';
import type { ImageRequirements, ImageWorkerOffer } from '../image/records.ts';
import type { SkipCounters } from '../image/skipCounters.ts';
import type { RequestFacts } from '../shared/records.ts';
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
