/** The records that matching of texts reads; see `image/records.ts` for what is split and why. */
import { type AnyOffer, type AnyRequirements, workerListKey } from '../shared/records.ts';

/** What a text request asks of a worker. Plain JSON: stored with the request, and grouped by `textSignatureOf`. */
export interface TextRequirements extends AnyRequirements {
  /** Names as the request gave them; empty: any model. */
  models: readonly string[];
  /** Tokens to write. */
  maxLength: number;
  /** Tokens to read, prompt and answer together. */
  maxContextLength: number;
  nsfw: boolean;
  trustedWorkers: boolean;
  validatedBackends: boolean;
  slowWorkers: boolean;
  extraSlowWorkers: boolean;
  /** The requester's address is not known as a proxy. */
  safeIp: boolean;
  /** Name of the soft prompt that the worker must have; null: none. */
  softprompt: string | null;
  disableBatching: boolean;
}

/** A text worker as matching sees it. */
export interface TextWorkerOffer extends AnyOffer {
  models: {
    names: ReadonlySet<string>;
    /** Tokens per second below which the worker is slow, by the size of its first model. */
    slowLimit: number;
  };
  backendValidated: boolean;
  threads: number;
  maxLength: number;
  maxContextLength: number;
  softprompts: ReadonlySet<string>;
  /** Jobs of one request that it takes at a time. */
  amount: number;
  nsfw: boolean;
  extraSlow: boolean;
  allowUnsafeIp: boolean;
}

const FLAGS = [
  'nsfw',
  'trustedWorkers',
  'validatedBackends',
  'slowWorkers',
  'extraSlowWorkers',
  'safeIp',
  'requesterTrusted',
  'disableBatching',
] as const satisfies readonly (keyof TextRequirements)[];

/**
 * A short text that is equal for two requests exactly when matching cannot tell their requirements apart.
 * The order in which models and workers are named does not count.
 */
export function textSignatureOf(requirements: TextRequirements): string {
  let bits = 0;
  for (const flag of FLAGS) bits = bits * 2 + (requirements[flag] ? 1 : 0);
  const { maxLength, maxContextLength, models, softprompt, workerList } = requirements;
  const lists = [[...models].sort(), softprompt, workerListKey(workerList)];
  return `${bits.toString(36)} ${maxLength} ${maxContextLength} ${JSON.stringify(lists)}`;
}
