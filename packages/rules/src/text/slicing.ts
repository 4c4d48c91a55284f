import type { TextRequirements, TextWorkerOffer } from './records.ts';

/** Jobs that a pop takes of a request of which `waiting` jobs wait: what the worker asked for, at most those that wait. */
export function textSliceOf(
  { disableBatching }: Pick<TextRequirements, 'disableBatching'>,
  waiting: number,
  { amount }: Pick<TextWorkerOffer, 'amount'>,
): number {
  return Math.min(disableBatching ? 1 : Math.max(1, amount), waiting);
}

/** How long a worker has for a job, whatever it is (rules-jobs §3.8). */
export const TEXT_TTL_SECONDS = 150;
