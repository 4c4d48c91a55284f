import type { FastifyInstance, FastifyRequest } from 'fastify';
import { householdOf } from '../platform/networks.ts';
import { world } from '../platform/world.ts';
import { Addresses } from './addresses.ts';
import { Bodies } from './bodies.ts';
import { type Client, readClient } from './client.ts';
import { Hangups } from './hangups.ts';
import { MemoryLimitStore } from './limitStore.ts';
import type { HttpConfig, HttpOptions } from './options.ts';
import type { Principal } from './principal.ts';
import { RateLimiter } from './rateLimits.ts';
import { ResponseCache } from './responseCache.ts';

const DOOR = Symbol('door');
const CLIENT = 'client';
/** Of all bodies that a node holds at a time, where the configuration names no other. */
const BODIES_BYTES_MAX = 256 * 1024 * 1024;

/** What all routes share: who calls, from where, how often; and what is kept. */
export class Door {
  readonly config: HttpConfig;
  readonly hangups = new Hangups();
  readonly bodies: Bodies;
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
    this.bodies = new Bodies({ bytesMax: BODIES_BYTES_MAX, ...config.bodies }, request =>
      householdOf(this.#addresses.peerIp(request)),
    );
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

  async isSharedKey(apikey: string): Promise<boolean> {
    return (await this.#options.isSharedKey?.(apikey)) ?? false;
  }

  /** @throws HordeError TimeoutIP */
  assertWelcome(ip: string): void {
    this.#options.assertWelcome?.(ip);
  }

  /** Whether a call comes from this machine: neither from elsewhere nor through a proxy here. */
  isLocal(request: FastifyRequest): boolean {
    return this.#addresses.isLocal(request.raw);
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
