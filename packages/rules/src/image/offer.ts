import { type BridgeAgent, parseBridgeAgent } from './bridge.ts';
import type { ImageWorkerOffer, OfferedModels } from './records.ts';
import {
  baselineOf,
  isCascade,
  isFlux,
  isSdxl,
  isSpecialModel,
  type ModelReference,
  requirementsOf,
} from './reference.ts';

/** Steps that a worker with `limitMaxSteps` accepts for a model: the mean of its minimum (20) and maximum (40). */
export function stepLimitOf(model: string, reference: ModelReference): number {
  const { min_steps: least = 20, max_steps: most = 40 } = requirementsOf(model, reference);
  return (least + most) / 2;
}

/** The properties of a list of models, taken together. */
export function offeredModels(names: readonly string[], reference: ModelReference): OfferedModels {
  const baselines = names.map(name => baselineOf(name, reference));
  const inpainting = names.filter(name => reference.get(name)?.inpainting === true).length;
  return {
    names: new Set(names),
    anyInpainting: inpainting > 0,
    allInpainting: inpainting === names.length && names.length > 0,
    anySdxl: baselines.some(isSdxl),
    anyCascade: baselines.some(isCascade),
    anyFlux: baselines.some(isFlux),
    anySpecial: names.some(isSpecialModel),
    stepLimit: Math.min(...names.map(name => stepLimitOf(name, reference))),
  };
}

/** A worker's offer before anything is derived: what check-in and pop bring. */
export type ImageWorkerSettings = Omit<
  ImageWorkerOffer,
  'models' | 'bridge' | 'blacklist' | 'priorityUserIds' | 'schedulers'
> & {
  models: readonly string[];
  bridgeAgent: string | BridgeAgent;
  blacklist: readonly string[];
  priorityUserIds: Iterable<number>;
  /** Absent: none; what earlier versions stored has no word of it. */
  schedulers?: readonly string[];
};

/** Works out what matching needs of a worker. Call it at check-in and when the model reference changes. */
export function imageWorkerOffer(settings: ImageWorkerSettings, reference: ModelReference): ImageWorkerOffer {
  const { models, bridgeAgent, blacklist, priorityUserIds, schedulers, ...rest } = settings;
  return {
    ...rest,
    models: offeredModels(models, reference),
    bridge: typeof bridgeAgent === 'string' ? parseBridgeAgent(bridgeAgent) : bridgeAgent,
    blacklist: blacklist.map(word => word.toLowerCase()).filter(word => word !== ''),
    schedulers: new Set(schedulers),
    priorityUserIds: new Set([settings.ownerId, ...priorityUserIds]),
  };
}
