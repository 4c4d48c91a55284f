import type { WorkerType } from '@openhorde/contract';
import { type Ordered, SortedQueue } from './sortedQueue.ts';

/** Counters and flags of a request, as its row holds them. */
export interface RequestCounters {
  /** Jobs wanted. */
  jobs: number;
  /** Jobs that no worker has taken. */
  waiting: number;
  processing: number;
  finished: number;
  /** Jobs given up or out of time. */
  restarted: number;
  faulted: boolean;
  cancelled: boolean;
  consumedCents: number;
  expiresAtMs: number;
  /** Grows with each change of the row: of two sets of counters the one with the larger version is newer. */
  version: number;
}

/**
 * A request as the board knows it: what matching, check and settlement need, and nothing else. Nothing in it grows with what
 * the requester sends: prompt and payload are in the database, pictures in the object store.
 */
export interface Entry<Requirements> extends Ordered, RequestCounters {
  readonly id: string;
  readonly kind: WorkerType;
  /** The alchemy request that a form belongs to. */
  readonly parentId: string | null;
  readonly userId: number;
  readonly createdAtMs: number;
  /** Work of one job in raw units. */
  readonly things: number;
  /** Price of one job before the model multiplier. */
  readonly priceCents: number;
  /** The beginning of the prompt, which the blacklists of workers are looked up in. */
  readonly promptHead: string;
  /** Characters of the whole prompt. */
  readonly promptLength: number;
  /** Words of blacklists that were found in the rest of the prompt. */
  laterWords: Set<string> | undefined;
  /** Bytes of prompt, payload and source pictures, which are kept elsewhere. */
  readonly heldBytes: number;
  readonly resultAsUrl: boolean;
  readonly shared: boolean;
  /** What of this request alone explanations need; see `BoardKind.detail`. */
  readonly detail: number;
  /** Jobs promised to a pop whose claim is not committed yet. */
  reserved: number;
  /** Paused workers that were shown a job of this request already. */
  tricked: Set<string> | undefined;
  group: Group<Requirements>;
}

/** Waiting requests that matching cannot tell apart: eligibility is evaluated once for all of them. */
export interface Group<Requirements> {
  readonly signature: string;
  readonly requirements: Requirements;
  readonly queue: SortedQueue<Entry<Requirements>>;
  /** Its place in the lenses of workers; see `Lenses`. */
  number: number;
  /** Requests on the board (waiting or not) that share the signature; the group goes when none is left. */
  members: number;
  /** Sums over the members. */
  waitingJobs: number;
  processingJobs: number;
  /** Raw things of all waiting jobs. */
  waitingThings: number;
  /** Waiting jobs by requester; only those who have any. */
  readonly waitingOf: Map<number, number>;
}

/** Jobs of it wait or are at workers. */
export const isOpen = ({ waiting, processing, faulted }: RequestCounters): boolean =>
  processing > 0 || (waiting > 0 && !faulted);

/** Taken back, and no worker is busy with it: the board forgets it, clients are answered by the database. */
export const isTakenBack = ({ cancelled, processing }: RequestCounters): boolean =>
  cancelled && processing === 0;

export function newGroup<R>(signature: string, requirements: R): Group<R> {
  return {
    signature,
    requirements,
    queue: new SortedQueue<Entry<R>>(),
    number: -1,
    members: 0,
    waitingJobs: 0,
    processingJobs: 0,
    waitingThings: 0,
    waitingOf: new Map(),
  };
}

/** What a board needs to know of its kind of work; everything else is the same for all kinds. */
export interface BoardKind<Requirements, Offer> {
  signature(requirements: Requirements): string;
  /** A number of the single request that its group does not tell, and that explanations need. Absent: there is none. */
  detail?(requirements: Requirements): number;
  /** Names of the models that would do; empty: any. */
  models(requirements: Requirements): readonly string[];
  /**
   * A text that is equal for two offers only when `groupSkip` and `countGroup` cannot tell them apart, and that stays the
   * same from one pop of a worker to the next.
   */
  offerKey(offer: Offer): string;
  /** Changes when something else changes that `groupSkip` and `countGroup` rest on. */
  epoch(): unknown;
  /** Whether a worker with this offer may take any request of the group; the reason when not. */
  groupSkip(requirements: Requirements, offer: Offer): string | undefined;
  /** As `groupSkip`, but for the rules that depend on the single request. */
  requestSkip(entry: Entry<Requirements>, offer: Offer): string | undefined;
  /** Counters of an empty pop before anything is counted. */
  zeroCounters(): Record<string, number>;
  /** Adds what `size` requests of a group count; true when the group fits and each request must be asked by itself. */
  countGroup(
    counters: Record<string, number>,
    requirements: Requirements,
    offer: Offer,
    size: number,
  ): boolean;
  countRequest(counters: Record<string, number>, entry: Entry<Requirements>, offer: Offer): void;
  /** Jobs of one request that the worker gets in one go; at least 1. */
  slice(entry: Entry<Requirements>, offer: Offer): number;
  /** Users whose requests the worker serves first: its owner and those it names. */
  priorityUsers(offer: Offer): Iterable<number>;
  /** The worker is in maintenance: only requests of its priority users go to it. */
  onlyPriority(offer: Offer): boolean;
}
