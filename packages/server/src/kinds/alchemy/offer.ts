import type { InterrogationPopInput } from '@openhorde/contract';
import { type AlchemistOffer, alchemistOffer } from '@openhorde/rules';
import type { OfferRecord, PopDemands, Worker } from '../../core/workers/index.ts';

/** What an alchemist said of itself. */
export interface AlchemyOfferRecord extends OfferRecord {
  maxTiles: number;
}

const MAX_TILES = 80;

/** What a pop says of the alchemist, with the effective defaults, as it is stored and shown. */
export function alchemyOfferRecord(pop: InterrogationPopInput): AlchemyOfferRecord {
  return { models: [...new Set(pop.forms ?? [])], maxTiles: pop.max_tiles ?? MAX_TILES };
}

/** The worker as matching sees it. */
export function matchingOffer(
  worker: Worker,
  { models, maxTiles }: AlchemyOfferRecord,
  demands: PopDemands,
): AlchemistOffer {
  return alchemistOffer({
    id: worker.id,
    ownerId: worker.userId,
    ownerTrusted: worker.ownerTrusted,
    speed: worker.speed,
    threads: worker.threads,
    maintenance: worker.maintenance,
    allowUnsafeIp: worker.allowUnsafeIp,
    lastCheckInMs: worker.lastCheckInMs,
    forms: models,
    maxTiles,
    ...demands,
  });
}
