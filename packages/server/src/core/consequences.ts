import type { Batch } from '../platform/commits.ts';

/**
 * What follows a change in its very transaction, beyond what the kernel does itself: records, charges on shared keys,
 * reports, deliveries. It leaves what is to be written in the slots of the batch, for the finishers. The kernel says what
 * happened; `app/order.ts` lists what follows.
 */
export type Consequence<Fact> = (batch: Batch, fact: Fact) => void;

/** Has everything that follows a fact happen, in the order of the list. */
export function follow<Fact>(consequences: readonly Consequence<Fact>[], batch: Batch, fact: Fact): void {
  for (const consequence of consequences) consequence(batch, fact);
}
