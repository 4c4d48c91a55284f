/** Shared keys: what may be asked with one, and what is left of it (rules-kudos §8). */
import type { Cents } from './cents.ts';

/** -1 in a limit: there is none. */
export const NO_LIMIT = -1;

export interface SharedKeyLimits {
  /** Width × height. */
  maxImagePixels: number;
  maxImageSteps: number;
  maxTextTokens: number;
}

/** What one job on a key asks for. */
export type SharedKeyJob = { pixels: number; steps: number } | { tokens: number };

const isOver = (value: number, limit: number): boolean => limit !== NO_LIMIT && value > limit;

/** The limit of a key that a job goes beyond, if any. Steps count as requested, not doubled. */
export function overLimit(limits: SharedKeyLimits, job: SharedKeyJob): keyof SharedKeyLimits | undefined {
  if ('tokens' in job) return isOver(job.tokens, limits.maxTextTokens) ? 'maxTextTokens' : undefined;
  if (isOver(job.pixels, limits.maxImagePixels)) return 'maxImagePixels';
  return isOver(job.steps, limits.maxImageSteps) ? 'maxImageSteps' : undefined;
}

/** How far a key is used up. */
export interface SharedKeyBudget {
  /** What may still be spent; null: without limit. */
  leftCents: Cents | null;
  utilizedCents: Cents;
}

/** A key after a charge: never below 0, and an empty one counts nothing more. */
export function chargeSharedKey(budget: SharedKeyBudget, chargeCents: Cents): SharedKeyBudget {
  const { leftCents, utilizedCents } = budget;
  if (leftCents === 0) return budget;
  return {
    leftCents: leftCents === null ? null : Math.max(0, leftCents - chargeCents),
    utilizedCents: utilizedCents + chargeCents,
  };
}

/** Null: never. */
export const sharedKeyExpired = (
  { expiresAtMs }: { readonly expiresAtMs: number | null },
  nowMs: number,
): boolean => expiresAtMs !== null && expiresAtMs <= nowMs;

/**
 * What of a key is held for a request that is expected to cost so much; undefined: the key cannot pay for it.
 * @param freeCents what is left less what other requests hold of it
 * @param leastCents with so much of it free the request goes in, and holds all that is free
 */
export function reservedOnKey(
  freeCents: Cents,
  wantedCents: Cents,
  leastCents: Cents = wantedCents,
): Cents | undefined {
  if (wantedCents <= freeCents) return wantedCents;
  return freeCents > 0 && leastCents <= freeCents ? freeCents : undefined;
}

/** How many shared keys an account may have: the most that one of its roles allows. */
export const sharedKeysMax = (account: { trusted: boolean; education: boolean }): number =>
  account.education ? 1000 : account.trusted ? 10 : 3;
