/**
 * What a key may be used for. `all` opens everything that its account may do; the others open what can be read, and
 * `generate` requests, `worker` the work of workers besides. Each route says which it needs (`Route.scope`). What only
 * moderators and administrators may do needs `all`, also on routes that others may call: a narrow key of theirs is worth
 * what that of any account is worth.
 */
export const KEY_SCOPES = ['all', 'generate', 'worker', 'read'] as const;
export type KeyScope = (typeof KEY_SCOPES)[number];

/** Whether a key of one scope opens what needs another. */
export const covers = (key: KeyScope, needed: KeyScope): boolean =>
  key === 'all' || key === needed || needed === 'read';
