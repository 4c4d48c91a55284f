export { type Adjustment, adjustKudos } from './adjust.ts';
export { Balances } from './balances.ts';
export {
  type Account,
  type Action,
  charge,
  type Drain,
  type Entry,
  type Guard,
  type KudosEvent,
  type Movement,
  mint,
  workerEarned,
} from './events.ts';
export {
  dropHolds,
  type Hold,
  holds,
  readAvailable,
  releaseHolds,
  sharedKeyHold,
  takeHolds,
  upfrontHold,
  useHoldsOf,
} from './holds.ts';
export { ledger, post } from './ledger.ts';
export { lockOwner, lockPayers, readKept } from './payers.ts';
export { type Reconciliation, reconcile } from './reconcile.ts';
