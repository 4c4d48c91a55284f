/**
 * The queue's order. The rule is: a request starts with a priority and gains 50 every 10 seconds that it waits; the
 * largest goes first. Since all gain alike, the order of two requests never changes, and `priority − 5 × activation
 * time` says it once and for all.
 */
import type { Cents } from './cents.ts';

/** Priority gained for each second of waiting: 50 every 10 s. */
export const PRIORITY_PER_SECOND = 5;

/** Larger is served first; among equals the older. Constant for the life of a request. */
export function orderKey(priority: number, activatedAtSeconds: number): number {
  return priority - PRIORITY_PER_SECOND * activatedAtSeconds;
}

/** Who sends a request, as its place in the queue depends on it. */
export interface RequesterStanding {
  flagged: boolean;
  /** Before the tax of this request. */
  balanceCents: Cents;
  /** Admitted although the shared key that it came with had nothing left. */
  downgradedSharedKey: boolean;
}

/** Priority that a request starts with (rules-jobs §2). */
export function initialPriority({ flagged, balanceCents, downgradedSharedKey }: RequesterStanding): number {
  const kudos = balanceCents / 100;
  if (flagged) return kudos > 10 ? Math.round(kudos / 1000) : -100;
  return downgradedSharedKey ? -50 : kudos;
}
