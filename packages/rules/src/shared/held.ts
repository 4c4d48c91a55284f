/** How many bytes of prompts, parameters and source pictures may wait for workers. */

export interface QueueBytes {
  /** Of an account with the usual number of jobs. */
  accountBytesMax: number;
  /** Of all accounts together. */
  bytesMax: number;
}

/** Jobs that an account usually may have waiting. */
const USUAL_CONCURRENCY = 30;

/**
 * What one account may hold: more where it may have more jobs waiting (a class, the anonymous account), and never more than
 * half of what all may, so that one cannot keep the others out.
 */
export function heldBytesMax(concurrency: number, { accountBytesMax, bytesMax }: QueueBytes): number {
  return Math.min(accountBytesMax * Math.max(1, concurrency / USUAL_CONCURRENCY), bytesMax / 2);
}
