import { type PopInputStable, SCHEDULERS } from '@openhorde/contract';
import {
  cleanBlacklist,
  type ImageWorkerOffer,
  imageWorkerOffer,
  type ModelReference,
  parseBridgeAgent,
} from '@openhorde/rules';
import type { OfferRecord, PopDemands, Worker } from '../../core/workers/index.ts';

/** What an image worker said of itself at its last check-in: limits, switches, models. */
export interface ImageOfferRecord extends OfferRecord {
  maxPixels: number;
  blacklist: string[];
  allowImg2img: boolean;
  allowPainting: boolean;
  allowPostProcessing: boolean;
  allowControlnet: boolean;
  allowSdxlControlnet: boolean;
  allowLora: boolean;
  limitMaxSteps: boolean;
  /** Noise schedules that it understands by name; absent: none. */
  schedulers?: string[];
}

/** Software that understands `scheduler` from a version on. */
export interface SchedulerBridge {
  name: string;
  version: number;
}

function knowsSchedulers(agent: string | undefined, bridges: readonly SchedulerBridge[]): boolean {
  if (agent === undefined) return false;
  const { name, version } = parseBridgeAgent(agent);
  return bridges.some(bridge => bridge.name === name && version >= bridge.version);
}

/** What a pop says of the worker, with the effective defaults, as it is stored and shown. */
export function imageOfferRecord(
  pop: PopInputStable,
  models: string[],
  schedulerBridges: readonly SchedulerBridge[] = [],
): ImageOfferRecord {
  const schedulers =
    pop.schedulers ?? (knowsSchedulers(pop.bridge_agent, schedulerBridges) ? SCHEDULERS : []);
  return {
    maxPixels: pop.max_pixels ?? 262_144,
    models,
    blacklist: cleanBlacklist(pop.blacklist ?? []),
    allowImg2img: pop.allow_img2img ?? true,
    allowPainting: pop.allow_painting ?? true,
    allowPostProcessing: pop.allow_post_processing ?? true,
    allowControlnet: pop.allow_controlnet ?? false,
    allowSdxlControlnet: pop.allow_sdxl_controlnet ?? false,
    allowLora: pop.allow_lora ?? false,
    limitMaxSteps: pop.limit_max_steps ?? false,
    ...(schedulers.length > 0 && { schedulers: [...new Set(schedulers)] }),
  };
}

/** The worker as matching sees it. */
export function matchingOffer(
  worker: Worker,
  record: ImageOfferRecord,
  demands: PopDemands,
  reference: ModelReference,
): ImageWorkerOffer {
  return imageWorkerOffer(
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
