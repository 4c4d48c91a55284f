import type { Principal } from '../../http/index.ts';

/** Roles of an account, each a column of `users` (domain-rules §3.2). */
export const ROLES = [
  'admin',
  'moderator',
  'trusted',
  'flagged',
  'customizer',
  'vpn',
  'special',
  'service',
  'education',
  'deleted',
] as const;
export type Role = (typeof ROLES)[number];

/**
 * An account as its row holds it. Records are shared and kept: they are never changed, a change makes a new
 * one.
 */
export interface User extends Principal {
  readonly oauthId: string;
  readonly contact: string | null;
  readonly adminComment: string | null;
  readonly usageMultiplier: number;
  readonly monthlyKudos: number;
  readonly monthlyKudosLastReceivedAtMs: number | null;
  readonly suspicions: number;
}
