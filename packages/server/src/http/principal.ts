import type { KeyScope } from '@openhorde/contract';

/** Who calls: the account that a key belongs to, as far as rules and use cases ask about it. */
export interface Principal {
  readonly id: number;
  readonly username: string;
  /** `username#id` */
  readonly alias: string;
  readonly kind: 'anonymous' | 'pseudonymous' | 'registered';
  readonly moderator: boolean;
  readonly trusted: boolean;
  readonly flagged: boolean;
  readonly customizer: boolean;
  readonly vpn: boolean;
  readonly special: boolean;
  readonly service: boolean;
  readonly education: boolean;
  readonly deleted: boolean;
  readonly admin: boolean;
  /** How many jobs of the account may wait at a time. */
  readonly concurrency: number;
  /** How many workers it may have while workers are by invitation. */
  readonly workerInvited: number;
  readonly publicWorkers: boolean;
  readonly createdAtMs: number;
  /** What the key that was shown is good for; absent: everything. */
  readonly keyScope?: KeyScope;
}

/** The account as an ordinary one: what moderators and administrators may do goes with their keys of scope `all` alone. */
export const withoutPower = <Account extends Principal>(account: Account): Account =>
  account.moderator || account.admin ? { ...account, moderator: false, admin: false } : account;
