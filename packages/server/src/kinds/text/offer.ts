import type { BodyOf, routes } from '@openhorde/contract';
import {
  cleanBlacklist,
  cleanSoftprompts,
  type TextModelReference,
  type TextWorkerOffer,
  textWorkerOffer,
} from '@openhorde/rules';
import type { OfferRecord, PopDemands, Worker } from '../../core/workers/index.ts';

/** What a text worker said of itself. */
export interface TextOfferRecord extends OfferRecord {
  /** Tokens that it writes, and that it reads, at most. */
  maxLength: number;
  maxContextLength: number;
  softprompts: string[];
  blacklist: string[];
}

/** What a pop says of the worker, with the effective defaults, as it is stored and shown. */
export function textOfferRecord(pop: BodyOf<typeof routes.textPop>, models: string[]): TextOfferRecord {
  return {
    models,
    maxLength: pop.max_length ?? 512,
    maxContextLength: pop.max_context_length ?? 2048,
    softprompts: cleanSoftprompts(pop.softprompts ?? []),
    // Not checked by the schema, since the original does not know it here.
    blacklist: cleanBlacklist((pop.blacklist ?? []).filter(word => typeof word === 'string')),
  };
}

/** The worker as matching sees it. */
export function matchingOffer(
  worker: Worker,
  record: TextOfferRecord,
  demands: PopDemands,
  reference: TextModelReference,
): TextWorkerOffer {
  return textWorkerOffer(
    {
      id: worker.id,
      ownerId: worker.userId,
      ownerTrusted: worker.ownerTrusted,
      bridgeAgent: worker.bridgeAgent,
      speed: worker.speed,
      threads: worker.threads,
      nsfw: worker.nsfw,
      extraSlow: worker.extraSlow,
      maintenance: worker.maintenance,
      paused: worker.paused,
      allowUnsafeIp: worker.allowUnsafeIp,
      lastCheckInMs: worker.lastCheckInMs,
      ...record,
      ...demands,
    },
    reference,
  );
}
