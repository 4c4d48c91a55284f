import type { WorkerType } from '@openhorde/contract';
import type { DeliveredJob } from '../../core/deliveredJob.ts';

/**
 * A delivery is the result of one job on its way to the webhook of its request.
 *
 * State machine: born *waiting* in the transaction that settles the job, so that no crash loses it. A node that finds
 * it due claims it: one more attempt is counted, and it is due again when the claim counts as lost (its node died). A
 * 2xx makes it *delivered*. Anything else leaves it waiting until its next try, or makes it *given_up*: after the last
 * try, or at once when another one is pointless (a forbidden address, 410 Gone). An ended delivery never changes, and
 * is dropped a week later. A receiver may therefore see a result twice, never none while it answers: the id is the same.
 */

/** A delivery that this node has claimed for one attempt. */
export interface ClaimedDelivery {
  jobId: string;
  kind: WorkerType;
  userId: number;
  url: string;
  host: string;
  job: DeliveredJob;
  /** This one included. */
  attempts: number;
  /** Of the secrets that sign, newest first; empty: unsigned. */
  nonces: string[];
}

/** What an attempt came to. */
export type Outcome =
  | { delivered: true; status: number }
  | {
      delivered: false;
      /** Undefined when there was no answer. */
      status?: number;
      /** A sentence for the owner of the request. */
      error: string;
      /** Another attempt is pointless. */
      final: boolean;
      /** The receiver asked to be left alone for so long. */
      retryAfterMs?: number;
    };
