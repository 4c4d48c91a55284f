import type { ImageSkipReason } from '@openhorde/contract';
import { GROUP_IN_ORDER, REQUEST_IN_ORDER } from './eligibility.ts';
import type { Counting, SkipReason } from './predicates.ts';
import type { ImageRequirements, ImageWorkerOffer, RequestFacts } from './records.ts';
import type { ModelReference } from './reference.ts';

/** How often each reason kept requests from a worker. */
export type SkipCounters = Partial<Record<ImageSkipReason, number>>;

/** Counters that the empty answer shows even when nothing was skipped. */
const ZERO_FILLED = [
  'worker_id',
  'performance',
  'nsfw',
  'untrusted',
  'models',
  'bridge_version',
  'unsafe_ip',
  'img2img',
  'painting',
  'post-processing',
  'lora',
  'controlnet',
] as const satisfies readonly ImageSkipReason[];

/** Counters of an empty answer before anything is counted. */
export function zeroSkipCounters(): SkipCounters {
  return Object.fromEntries(ZERO_FILLED.map(reason => [reason, 0]));
}

const isCountedAlways = (counts: Counting) => counts === 'always' || counts === 'both';
const isCountedTried = (counts: Counting) => counts === 'tried' || counts === 'both';

function add(counters: SkipCounters, reason: SkipReason, amount: number): void {
  if (reason !== 'hidden' && amount > 0) counters[reason] = (counters[reason] ?? 0) + amount;
}

/**
 * What `requests` requests with the same requirements add to the counters of an empty answer (rules-jobs §3.4).
 * True when their group fits the worker, so that each request must be asked by itself (`countRequestSkip`).
 */
export function countGroupSkips(
  counters: SkipCounters,
  requirements: ImageRequirements,
  offer: ImageWorkerOffer,
  reference: ModelReference,
  requests = 1,
): boolean {
  let coarseFits = true;
  let oldBridge = false;
  let firstFine: { reason: SkipReason; counts: Counting } | undefined;
  for (const { skip, stage, counts } of GROUP_IN_ORDER) {
    const reason = skip(requirements, offer, reference);
    if (!reason) continue;
    if (stage === 'coarse') coarseFits = false;
    else firstFine ??= { reason, counts };
    if (!isCountedAlways(counts)) continue;
    // One query of the original gathers all that an old bridge cannot do: a request enters it once.
    if (reason === 'bridge_version') oldBridge = true;
    else add(counters, reason, requests);
  }
  if (oldBridge) add(counters, 'bridge_version', requests);
  if (coarseFits && firstFine && isCountedTried(firstFine.counts)) add(counters, firstFine.reason, requests);
  return coarseFits && !firstFine;
}

/** What one request of a group that fits adds to the counters. */
export function countRequestSkip(
  counters: SkipCounters,
  facts: RequestFacts,
  offer: ImageWorkerOffer,
  requirements: ImageRequirements,
): void {
  for (const { skip, counts } of REQUEST_IN_ORDER) {
    const reason = skip(facts, offer, requirements);
    if (!reason) continue;
    if (isCountedTried(counts)) add(counters, reason, 1);
    return;
  }
}
