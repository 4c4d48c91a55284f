import type { RequestFacts } from '@openhorde/rules';
import type { Entry } from '../board/index.ts';

const NOBODY: ReadonlySet<string> = new Set();

/**
 * What matching asks of one request.
 * @param payableCents what a requester could pay now, as a worker that demands kudos up front counts it
 */
export const factsOf =
  (payableCents: (userId: number) => number) =>
  (entry: Entry<unknown>): RequestFacts => ({
    requesterId: entry.userId,
    requesterKudosCents: payableCents(entry.userId),
    priceCents: entry.priceCents,
    prompt: entry.promptHead,
    laterWords: entry.laterWords,
    trickedWorkers: entry.tricked ?? NOBODY,
  });
