export { deleteSharedKeys, forgetRequests } from './change.ts';
export {
  keepSharedKeys,
  type SharedKeyCharge,
  sharedKeyCharges,
  topUpSharedKey,
  useSharedKey,
} from './consume.ts';
export { sharedKeyRoutes } from './routes.ts';
export { isExpired, type SharedKey, sharedKeyDetails } from './sharedKey.ts';
export { SharedKeys } from './sharedKeys.ts';
export { pruneUses } from './uses.ts';
