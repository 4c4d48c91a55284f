export { deleteSharedKeys, forgetRequests } from './change.ts';
export {
  type SharedKeyCharge,
  sharedKeyCharges,
  topUpSharedKey,
  useSharedKey,
} from './consume.ts';
export { type KeyReservation, reserveOnKeys } from './reserve.ts';
export { sharedKeyRoutes } from './routes.ts';
export { isExpired, type SharedKey, sharedKeyDetails } from './sharedKey.ts';
export { SharedKeys } from './sharedKeys.ts';
export { pruneUses } from './uses.ts';
