import { createHash } from 'node:crypto';
import { DEFAULT_LIMIT, type RateLimit, type Route } from '@openhorde/contract';
import type { FastifyReply } from 'fastify';
import { householdOf } from '../platform/networks.ts';
import { DoorError } from './errors.ts';
import type { LimitStore } from './limitStore.ts';

/** What a call is counted by. */
export interface Counted {
  readonly method: string;
  /** Of the path, decoded: an address has many spellings. */
  readonly params: Readonly<Record<string, string>>;
  readonly peerIp: string;
  /** The end user's, when a service calls for him. */
  readonly ip: string;
  readonly apikey: string | undefined;
}

const ANONYMOUS_KEY = '0000000000';
const UNITS: Record<number, string> = { 1: 'second', 60: 'minute', 3600: 'hour' };

/** Fixed windows for each route, as the route table says (spec `http-api.md` §6). */
export class RateLimiter {
  readonly #store: LimitStore;
  readonly #now: () => number;
  readonly #isWhitelisted: (ip: string) => boolean;

  constructor(store: LimitStore, now: () => number, isWhitelisted: (ip: string) => boolean) {
    this.#store = store;
    this.#now = now;
    this.#isWhitelisted = isWhitelisted;
  }

  /**
   * Counts a call against all limits of its route and tells the caller of the tightest one.
   * @throws DoorError 429
   */
  async count(route: Route, call: Counted, reply: FastifyReply): Promise<void> {
    if (route.limits === 'exempt') return;
    const whitelisted = this.#isWhitelisted(call.ip);
    let tightest: Window | undefined;
    for (const [index, limit] of (route.limits ?? [DEFAULT_LIMIT]).entries()) {
      const hit = await this.#store.hit(`${route.path}|${index}|${keyOf(limit, call)}`, limit.seconds * 1000);
      const count = countFor(limit, call, whitelisted);
      const window = { count, remaining: count - hit.count, resetAtMs: hit.resetAtMs };
      if (window.remaining < 0) {
        this.#tell(reply, window);
        throw new DoorError(429, `${count} per 1 ${UNITS[limit.seconds] ?? `${limit.seconds} seconds`}`);
      }
      if (!tightest || window.remaining < tightest.remaining) tightest = window;
    }
    if (tightest) this.#tell(reply, tightest);
  }

  #tell(reply: FastifyReply, window: Window): void {
    reply.headers({
      'x-ratelimit-limit': String(window.count),
      'x-ratelimit-remaining': String(Math.max(0, window.remaining)),
      'x-ratelimit-reset': String(Math.ceil(window.resetAtMs / 1000)),
      'retry-after': String(Math.max(0, Math.ceil((window.resetAtMs - this.#now()) / 1000))),
    });
  }
}

interface Window {
  count: number;
  remaining: number;
  resetAtMs: number;
}

function countFor(limit: RateLimit, call: Counted, whitelisted: boolean): number {
  if (whitelisted && limit.whitelistedCount !== undefined) return limit.whitelistedCount;
  if (limit.anonymousCount !== undefined && (call.apikey ?? ANONYMOUS_KEY) === ANONYMOUS_KEY)
    return limit.anonymousCount;
  return limit.count;
}

/** What is told apart within a route and a limit. Neither ids nor keys differ by the case of their letters alone. */
function keyOf(limit: RateLimit, call: Counted): string {
  if (limit.per === 'ip') return householdOf(call.peerIp);
  const params = Object.values(call.params).join('\0').toLowerCase();
  if (limit.per === 'path') return `${householdOf(call.ip)}@${call.method}@${params}`;
  const key = createHash('sha256')
    .update((call.apikey ?? ANONYMOUS_KEY).toLowerCase())
    .digest('base64url');
  return `${key}@${call.method}@${params}`;
}
