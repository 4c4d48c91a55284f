/** When a text request needs its kudos beforehand (rules-kudos §5.2), and how it does without (§5.4). */
import { roundHalfEven } from '../shared/cents.ts';
import type { TextParams } from './params.ts';

const TOKENS_MAX = 512;
const TOKENS_MIN = 256;

/** How busy the horde is with texts. */
export interface TextLoad {
  /** Of the text workers that are online. */
  threads: number;
  /** Jobs that wait. */
  queuedRequests: number;
}

/** Tokens that the horde gives away at this load; without bounds. */
export function rawMaxTokens({ threads, queuedRequests }: TextLoad): number {
  return 512 + 5 * threads - roundHalfEven(0.9 * queuedRequests);
}

/** Tokens that the horde gives away at this load; within bounds. */
export function maxTokens(load: TextLoad): number {
  return Math.min(TOKENS_MAX, Math.max(TOKENS_MIN, rawMaxTokens(load)));
}

export interface TextUpfrontQuestion {
  maxLength: number;
  slowWorkers: boolean;
  workerList: boolean;
  /** The operator wants kudos for every worker list. */
  workerListNeedsKudos: boolean;
  load: TextLoad;
}

export interface TextUpfrontNeed {
  reason: 'slow_workers' | 'length' | 'worker_list';
  /** What the message names: the tokens that are given away. */
  maxTokens: number;
  /** Whether a shorter request would do without. */
  downgradable: boolean;
}

/** Why a request needs its kudos beforehand; `undefined` when it does not. */
export function textUpfrontNeed(question: TextUpfrontQuestion): TextUpfrontNeed | undefined {
  const { maxLength, slowWorkers, workerList, workerListNeedsKudos, load } = question;
  if (!slowWorkers) return { reason: 'slow_workers', maxTokens: rawMaxTokens(load), downgradable: true };
  const most = maxTokens(load);
  if (maxLength > most) return { reason: 'length', maxTokens: most, downgradable: true };
  if (workerListNeedsKudos && workerList)
    return { reason: 'worker_list', maxTokens: most, downgradable: false };
  return undefined;
}

/** Params made short enough. The request must accept slow workers from then on, and its things and price are those of the result. */
export function downgradedTextParams(params: TextParams, load: TextLoad): TextParams {
  return { ...params, max_length: Math.min(params.max_length, maxTokens(load)) };
}
