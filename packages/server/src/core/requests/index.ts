import type { RequestCounters } from '../board/index.ts';
import type { ActivationCall } from './activate.ts';

export { activateRequests } from './activate.ts';
export {
  assertAddress,
  assertConcurrency,
  assertPassed,
  type CreateCall,
  type Created,
  isUnserved,
  namedWorkers,
  openRequest,
  UNSERVED,
} from './admission.ts';
export { cancelRequests } from './cancel.ts';
export { RequestChanges } from './changes.ts';
export { checkOf, checkRequest, type Patience, requestOf } from './check.ts';
export { COUNTER_COLUMNS, type CountersRow, countersOf } from './counters.ts';
export { drainRequests } from './drain.ts';
export { endRequestsOfKeys } from './endOfKeys.ts';
export { type Admitted, enqueue, type Requester } from './enqueue.ts';
export { followRequest, furthestProgress } from './events.ts';
export { expireRequests } from './expire.ts';
export { factsOf } from './facts.ts';
export { findRequest, loadBoards, refreshRequest, refreshRequests } from './find.ts';
export { KnownAddresses } from './knownAddresses.ts';
export { assertRoom } from './limits.ts';
export { reasonsOf } from './reasons.ts';
export { requestRoutes } from './routes.ts';
export { assertWithinSharedKey, fundedRequester } from './sharedKeys.ts';
export { cancelRequest, type ResultRow, readResults, requestWhenDone } from './status.ts';
export { styleOwnerToPay } from './stylePays.ts';
export { emptiedWhere } from './taken.ts';

export interface RequestCommands {
  /** The requests of one call: all or none. */
  activate(call: ActivationCall): Promise<void>;
  cancel(requestId: string): Promise<RequestCounters | undefined>;
}
