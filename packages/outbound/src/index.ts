/*
 * Connections to addresses that a stranger has chosen. A server fetches what its requesters name, a worker what its horde
 * names: the same rule says for both what is forbidden.
 */
export { isLoopbackAddress, isPublicAddress } from './addresses.ts';
export { ForbiddenAddress, forbiddenAddressIn, guardedConnector, type ResolvedAddress } from './connector.ts';
