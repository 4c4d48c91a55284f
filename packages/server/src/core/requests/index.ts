export type { ResultRow } from '../deliveredJob.ts';
export { type Activation, activateRequests, type KeyReservation, type Reserved } from './activate.ts';
export {
  type AddressNeeds,
  assertAddress,
  assertConcurrency,
  assertPassed,
  type CreateCall,
  type Created,
  isUnserved,
  type NamedWorkersNeeds,
  namedWorkers,
  type OpenNeeds,
  openRequest,
  UNSERVED,
} from './admission.ts';
export { cancelRequests } from './cancel.ts';
export { RequestChanges } from './changes.ts';
export { type CheckNeeds, checkOf, checkRequest, type Patience, requestOf, type WaitNeeds } from './check.ts';
export type { RequestCommands } from './commands.ts';
export { COUNTER_COLUMNS, type CountersRow, countersOf } from './counters.ts';
export { drainRequests } from './drain.ts';
export { type EndedRequests, endRequestsOfKeys } from './endOfKeys.ts';
export { type Admitted, type EnqueueNeeds, enqueue } from './enqueue.ts';
export { followRequest, furthestProgress } from './events.ts';
export { expireRequests } from './expire.ts';
export { factsOf } from './facts.ts';
export { type FindNeeds, findRequest, loadBoards, refreshRequest, refreshRequests } from './find.ts';
export type { JobProgress, JobsAtWorkers } from './jobsAtWorkers.ts';
export { KnownAddresses } from './knownAddresses.ts';
export { assertRoom, type RoomNeeds } from './limits.ts';
export { assertWithinSharedKey, fundedRequester } from './payer.ts';
export { reasonsOf } from './reasons.ts';
export type { AppliedStyle, PayingKey, Requester } from './requester.ts';
export { requestRoutes } from './routes.ts';
export { type CancelNeeds, cancelRequest, readResults, requestWhenDone } from './status.ts';
export { styleOwnerToPay } from './stylePays.ts';
export { compareAll, Sweep } from './sweep.ts';
export { emptiedWhere } from './taken.ts';
