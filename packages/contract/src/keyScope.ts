/**
 * What a key may be used for. `all` opens everything that its account may do; the others open what can be read, and
 * `generate` requests, `worker` the work of workers besides.
 */
export const KEY_SCOPES = ['all', 'generate', 'worker', 'read'] as const;
export type KeyScope = (typeof KEY_SCOPES)[number];

/** Families of routes whose calls ask for work. */
const GENERATE_TAGS = new Set(['Images', 'Texts', 'Alchemy']);
/** Families of routes whose calls do work, or look after those who do. */
const WORKER_TAGS = new Set(['Image workers', 'Text workers', 'Alchemists', 'Workers']);

/** The scope that a key needs for a route: as the route says, or else by its method and its family. */
export function scopeOf(route: {
  readonly method: string;
  readonly tag: string;
  readonly scope?: KeyScope;
}): KeyScope {
  if (route.scope) return route.scope;
  if (route.method === 'GET') return 'read';
  if (GENERATE_TAGS.has(route.tag)) return 'generate';
  return WORKER_TAGS.has(route.tag) ? 'worker' : 'all';
}

/** Whether a key of one scope opens what needs another. */
export const covers = (key: KeyScope, needed: KeyScope): boolean =>
  key === 'all' || key === needed || needed === 'read';
