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
export { type Hold, holds, readAvailable, releaseHolds, takeHolds, upfrontHold, useHold } from './holds.ts';
export { ledger, post } from './ledger.ts';
export { lockPayers, readKept } from './payers.ts';
export { type Reconciliation, reconcile } from './reconcile.ts';
