import { isValidatedBackend } from './backends.ts';
import type { TextWorkerOffer } from './records.ts';
import { billionsInName, billionsOf, type TextModelReference } from './reference.ts';

/** From so many billions of parameters on, the tokens per second below which a worker is slow (rules-jobs §3.3). */
const SLOW_LIMITS = [
  { billions: 20, tokensPerSecond: 3 },
  { billions: 13, tokensPerSecond: 4 },
] as const;
const SLOW_LIMIT_SMALL = 5;
const SLOW_LIMIT_NO_MODEL = 3;

/**
 * Tokens per second below which a worker of these models is slow: by the size of the first one. Of a model that the
 * reference does not know the size that its name claims counts; nothing is paid for that claim.
 */
export function slowLimitOf(models: readonly string[], reference: TextModelReference): number {
  const [first] = models;
  if (first === undefined) return SLOW_LIMIT_NO_MODEL;
  const size = billionsOf(first, reference) ?? billionsInName(first) ?? 1;
  return SLOW_LIMITS.find(({ billions }) => size >= billions)?.tokensPerSecond ?? SLOW_LIMIT_SMALL;
}

/** A worker's offer before anything is derived: what check-in and pop bring. */
export type TextWorkerSettings = Omit<
  TextWorkerOffer,
  'models' | 'backendValidated' | 'softprompts' | 'blacklist' | 'priorityUserIds'
> & {
  models: readonly string[];
  bridgeAgent: string;
  softprompts: readonly string[];
  blacklist: readonly string[];
  priorityUserIds: Iterable<number>;
};

/** Works out what matching needs of a worker. Call it at check-in and when the model reference changes. */
export function textWorkerOffer(
  settings: TextWorkerSettings,
  reference: TextModelReference,
): TextWorkerOffer {
  const { models, bridgeAgent, softprompts, blacklist, priorityUserIds, ...rest } = settings;
  return {
    ...rest,
    models: { names: new Set(models), slowLimit: slowLimitOf(models, reference) },
    backendValidated: isValidatedBackend(bridgeAgent),
    softprompts: new Set(softprompts),
    blacklist: blacklist.map(word => word.toLowerCase()).filter(word => word !== ''),
    priorityUserIds: new Set([settings.ownerId, ...priorityUserIds]),
  };
}
