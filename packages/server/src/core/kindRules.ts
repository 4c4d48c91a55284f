import type { Output, WorkerDetails, WorkerType } from '@openhorde/contract';
import type { Reasons } from '@openhorde/rules';
import type { BoardKind, Entry } from './board/index.ts';
import type { DeliveredJob } from './deliveredJob.ts';
import type { OfferRecord, Worker } from './workers/index.ts';

/** What the core reads of a worker's offer of any kind. */
export interface CoreOffer {
  id: string;
  ownerId: number;
  threads: number;
  speed: number;
  extraSlow: boolean;
  /** Words that keep a prompt from it, in lower case. */
  blacklist: readonly string[];
  maintenance: boolean;
  paused: boolean;
  lastCheckInMs: number;
}

/**
 * What a kind of work adds to the shared core: how it matches, how long a job may take, what a worker is told of it and
 * how a result is shown. Admission, price and routes are its own; activation, claim, settlement, fault, expiry,
 * cancelling, progress and statistics are the core's and know nothing of it.
 *
 * Methods, not function properties: a kind of images is a kind of anything to those who only pass it on.
 */
export interface KindRules<R, O extends CoreOffer> extends BoardKind<R, O> {
  readonly name: WorkerType;
  /** Raw things of one display unit (a megapixelstep has 1,000,000 pixelsteps). */
  readonly divisor: number;
  /** Given-up jobs that end a request. */
  readonly faultsMax: number;
  /** Jobs that an account may have waiting for each of its concurrency. Absent: one. */
  readonly waitingFactor?: number;
  /** Waiting adds nothing to the priority of a request. Absent: it does. */
  readonly ageless?: boolean;
  /** Seconds that a worker has for a job. */
  ttlSeconds(requirements: R, offer: O): number;
  /** One of the models that both sides know. Never empty for an offer that fits. */
  drawModel(requirements: R, offer: O): string;
  /** The stored offer of a worker as matching sees it, for the question who could take a request. */
  offerOf(worker: Worker, record: OfferRecord): O;
  /** What the page of a worker shows of this kind alone. */
  workerDetails(worker: Worker): Partial<Output<WorkerDetails>>;
  /** The worker is online and not paused, or the request is its owner's own. */
  isThere(entry: Entry<R>, offer: O): boolean;
  /** Why none of these workers takes a request, and what one of them would take. Absent: this kind does not tell. */
  explain?(entry: Entry<R>, offers: Iterable<O>): Reasons;
  /**
   * A delivered job for the webhook of its request, in the words of status; job, worker, request and kudos are added to
   * it where it does not name them itself.
   */
  deliveryBody(job: DeliveredJob): Promise<Record<string, unknown>>;
}
