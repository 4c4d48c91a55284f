import { createHash } from 'node:crypto';
import type { Route } from '@openhorde/contract';
import type { FastifyRequest } from 'fastify';
import type { Call } from './call.ts';

const KEPT_MAX = 5000;

/** Keeps marshalled answers for a while, before any mask is laid on them. */
export class ResponseCache {
  readonly #kept = new Map<string, { value: unknown; untilMs: number }>();
  readonly #now: () => number;

  constructor(now: () => number) {
    this.#now = now;
  }

  /** What a call's answer is kept under; undefined: it is not kept. */
  async keyOf(route: Route, request: FastifyRequest, call: Call): Promise<string | undefined> {
    if (!route.cache || call.waitSeconds > 0) return undefined;
    const vary = route.cache.vary ?? [];
    let key = `${route.operationId} ${JSON.stringify(call.params)}`;
    if (vary.includes('query')) key += ` ${JSON.stringify(call.query)}`;
    if (vary.includes('key'))
      key += ` ${createHash('sha256')
        .update(call.apikey ?? '')
        .digest('base64url')}`;
    if (vary.includes('privilege')) {
      const principal = await call.maybePrincipal();
      key += principal
        ? ` ${principal.id} ${principal.keyScope} ${principal.moderator} ${principal.admin}`
        : ` ${request.headers.apikey === undefined}`;
    }
    return key;
  }

  get(key: string): unknown {
    const kept = this.#kept.get(key);
    return kept && kept.untilMs > this.#now() ? kept.value : undefined;
  }

  set(key: string, value: unknown, seconds: number): void {
    this.#kept.delete(key);
    if (this.#kept.size >= KEPT_MAX) this.#kept.delete(this.#kept.keys().next().value!);
    this.#kept.set(key, { value, untilMs: this.#now() + seconds * 1000 });
  }
}
