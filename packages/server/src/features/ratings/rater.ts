import { HordeError } from '@openhorde/contract';
import type { RaterAccount } from '@openhorde/rules';
import type { Principal } from '../../http/index.ts';
import type { Pseudonyms } from './pseudonyms.ts';

/** An account, or an address without one, that rates. */
export interface Rater extends RaterAccount {
  /** `user:5`, or `address:<hash>` of a rater without an account. */
  name: string;
  userId: number;
  addressHash: string;
  trusted: boolean;
}

/** @throws HordeError DeletedUser */
export function raterOf(principal: Principal, ip: string, pseudonyms: Pseudonyms): Rater {
  if (principal.deleted) throw new HordeError('DeletedUser');
  const addressHash = pseudonyms.ofAddress(ip);
  const anonymous = principal.kind === 'anonymous';
  return {
    name: anonymous ? `address:${addressHash}` : userRater(principal.id),
    userId: principal.id,
    addressHash,
    anonymous,
    flagged: principal.flagged,
    trusted: principal.trusted,
  };
}

/** The rater that an account is. */
export const userRater = (userId: number): string => `user:${userId}`;
