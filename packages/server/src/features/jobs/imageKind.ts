import {
  countGroupSkips,
  countRequestSkip,
  groupSkip,
  type ImageRequirements,
  type ImageWorkerOffer,
  type ModelReference,
  type RequestFacts,
  requestSkip,
  signatureOf,
  sliceOf,
  zeroSkipCounters,
} from '@openhorde/rules';
import type { Board, BoardKind, Entry } from '../board/index.ts';

export type ImageEntry = Entry<ImageRequirements>;
export type ImageBoard = Board<ImageRequirements, ImageWorkerOffer>;

export interface ImageKindNeeds {
  reference(): ModelReference;
  /** What a requester could pay now, as a worker that demands kudos up front counts it. */
  payableCents(userId: number): number;
  batchDivisor: number;
}

const NOBODY: ReadonlySet<string> = new Set();

/** How images match: everything by `rules`, nothing decided here. */
export function imageKind({ reference, payableCents, batchDivisor }: ImageKindNeeds): BoardKind<
  ImageRequirements,
  ImageWorkerOffer
> & {
  facts(entry: ImageEntry): RequestFacts;
} {
  const facts = (entry: ImageEntry): RequestFacts => ({
    requesterId: entry.userId,
    requesterKudosCents: payableCents(entry.userId),
    priceCents: entry.priceCents,
    prompt: entry.prompt,
    trickedWorkers: entry.tricked ?? NOBODY,
  });
  return {
    facts,
    signature: signatureOf,
    models: requirements => requirements.models,
    offeredModels: offer => offer.models.names,
    groupSkip: (requirements, offer) => groupSkip(requirements, offer, reference()),
    requestSkip: (entry, offer) => requestSkip(facts(entry), offer, entry.group.requirements),
    zeroCounters: zeroSkipCounters,
    countGroup: (counters, requirements, offer, size) =>
      countGroupSkips(counters, requirements, offer, reference(), size),
    countRequest: (counters, entry, offer) =>
      countRequestSkip(counters, facts(entry), offer, entry.group.requirements),
    slice: (entry, offer) =>
      sliceOf(entry.group.requirements, entry.waiting - entry.reserved, offer, reference(), batchDivisor),
    priorityUsers: offer => offer.priorityUserIds,
    onlyPriority: offer => offer.maintenance,
  };
}
