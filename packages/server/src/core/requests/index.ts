import type { RequestCounters } from '../board/index.ts';
import type { Activation } from './activate.ts';

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
export { type Admitted, enqueue, type Requester } from './enqueue.ts';
export { followRequest, furthestProgress } from './events.ts';
export { expireRequests } from './expire.ts';
export { factsOf } from './facts.ts';
export { findRequest, loadBoards, refreshRequest, refreshRequests } from './find.ts';
export { KnownAddresses } from './knownAddresses.ts';
export { reasonsOf } from './reasons.ts';
export { requestRoutes } from './routes.ts';
export { assertWithinSharedKey, fundedRequester } from './sharedKeys.ts';
export { cancelRequest, type ResultRow, readResults, requestWhenDone } from './status.ts';
export { paysForStyle } from './stylePays.ts';
export { compareAll, Sweep } from './sweep.ts';

export interface RequestCommands {
  /** The requests of one call: all or none. */
  activate(activations: readonly Activation[]): Promise<void>;
  cancel(requestId: string): Promise<RequestCounters | undefined>;
}
