export { deleteSharedKeys, type ForgetNeeds, forgetRequests } from './change.ts';
export {
  chargeActivated,
  chargeSettled,
  sharedKeyCharges,
  topUpSharedKey,
} from './consume.ts';
export { reserveOnKeys } from './reserve.ts';
export { sharedKeyRoutes } from './routes.ts';
export { type SharedKey, sharedKeyDetails } from './sharedKey.ts';
export { SharedKeys } from './sharedKeys.ts';
export { pruneUses } from './uses.ts';
