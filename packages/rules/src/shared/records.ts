/** What matching reads of any request, whatever it asks for. */

/** Workers that a request is meant for, or those that it is kept from. At most five ids. */
export interface WorkerList {
  ids: readonly string[];
  exclude: boolean;
}

/** Ids of a worker list that count. */
export const WORKER_LIST_MAX = 5;

/** A worker list as matching takes it: an empty one is none. */
export function effectiveWorkerList(list: WorkerList | null): WorkerList | null {
  if (!list || list.ids.length === 0) return null;
  return { ids: list.ids.slice(0, WORKER_LIST_MAX), exclude: list.exclude };
}

/** What matching needs of one request beside its requirements. */
export interface RequestFacts {
  requesterId: number;
  /** What the requester could pay now, as an upfront-demanding worker counts it: `kudosForWorker`. */
  requesterKudosCents: number;
  /** Price of one job before the model multiplier. */
  priceCents: number;
  /** As the worker will get it, or its beginning where it is long. */
  prompt: string;
  /** Words of blacklists that were found in the rest of it. */
  laterWords?: ReadonlySet<string> | undefined;
  /** Paused workers that already got a decoy of this request. */
  trickedWorkers: ReadonlySet<string>;
}

/** What of a worker every kind of work looks at. */
export interface AnyOffer {
  id: string;
  ownerId: number;
  ownerTrusted: boolean;
  /** Raw things per second. */
  speed: number;
  /** Lower case. */
  blacklist: readonly string[];
  maintenance: boolean;
  paused: boolean;
  requireUpfrontKudos: boolean;
  /** Users served first, the owner always among them. */
  priorityUserIds: ReadonlySet<number>;
  /** Milliseconds since 1970. */
  lastCheckInMs: number;
}

/** What of a request's requirements every kind of work looks at. */
export interface AnyRequirements {
  requesterTrusted: boolean;
  workerList: WorkerList | null;
}

/** A part of a signature that tells worker lists apart, whatever their order. */
export const workerListKey = (list: WorkerList | null): string[] =>
  list ? [list.exclude ? 'not' : 'only', ...[...list.ids].sort()] : [];
