import type { FastifyInstance, FastifyRequest } from 'fastify';
import { world } from '../platform/world.ts';
import { Addresses } from './addresses.ts';
import { type Client, readClient } from './client.ts';
import { Hangups } from './hangups.ts';
import { MemoryLimitStore } from './limitStore.ts';
import type { HttpConfig, HttpOptions } from './options.ts';
import type { Principal } from './principal.ts';
import { RateLimiter } from './rateLimits.ts';
import { ResponseCache } from './responseCache.ts';

const DOOR = Symbol('door');
const CLIENT = 'client';

/** What all routes share: who calls, from where, how often; and what is kept. */
export class Door {
  readonly config: HttpConfig;
  readonly hangups = new Hangups();
  /** Undefined: calls are not counted. */
  readonly limiter: RateLimiter | undefined;
  /** Undefined: every answer is made anew. */
  readonly cache: ResponseCache | undefined;
  readonly #addresses: Addresses;
  readonly #options: HttpOptions;

  constructor(options: HttpOptions) {
    const {
      config,
      now = world.now,
      limitStore = new MemoryLimitStore(now),
      isWhitelisted = () => false,
    } = options;
    this.config = config;
    this.#options = options;
    this.#addresses = new Addresses(config.trustedProxies);
    this.limiter = config.rateLimits ? new RateLimiter(limitStore, now, isWhitelisted) : undefined;
    this.cache = config.responseCache ? new ResponseCache(now) : undefined;
  }

  /** Whether the caller came over TLS. */
  isSecure(request: FastifyRequest): boolean {
    return this.#addresses.isSecure(request.raw);
  }

  authenticate(apikey: string): Promise<Principal | undefined> {
    return this.#options.authenticate(apikey);
  }

  /** Looks who is at the other end, before anything else is done with a call. */
  async meet(request: FastifyRequest): Promise<void> {
    const { isProxyPasskey = async () => false } = this.#options;
    const client = readClient(request, this.#addresses, isProxyPasskey);
    request.setDecorator(CLIENT, client instanceof Promise ? await client : client);
  }
}

/** Who is at the other end of a call that the door has met. */
export const clientOf = (request: FastifyRequest): Client => request.getDecorator<Client>(CLIENT);

/** Makes the door that of an instance, and of all that is registered in it. */
export function attachDoor(app: FastifyInstance, door: Door): void {
  app.decorate(DOOR, door);
  app.decorateRequest(CLIENT, null);
}

export const doorOf = (app: FastifyInstance): Door => app.getDecorator<Door>(DOOR);
