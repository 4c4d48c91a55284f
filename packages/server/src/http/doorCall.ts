import {
  type BodyOf,
  covers,
  HordeError,
  type KeyScope,
  missing,
  type ParamsOf,
  type QueryOf,
  type Route,
  refusesDeleted,
} from '@openhorde/contract';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Logger } from 'pino';
import type { Call } from './call.ts';
import { type Client, headerOf } from './client.ts';
import { clientOf, type Door } from './door.ts';
import type { Principal } from './principal.ts';

const KEY_HELP = 'Your API key; register for one, or use 0000000000.';
const KEY_NEEDED = new Set<Route['access']>(['key', 'key-or-shared-key', 'moderator', 'admin']);

const SCOPE_WORDS: Readonly<Record<KeyScope, string>> = {
  all: 'everything',
  generate: 'requests and looking',
  worker: 'workers and looking',
  read: 'looking',
};

/** Whether every call needs a key. */
export const isGuarded = (route: Route): boolean =>
  KEY_NEEDED.has(route.access) || route.access === 'key-401';

export class DoorCall implements Call {
  readonly params: ParamsOf<Route>;
  query = {} as QueryOf<Route>;
  body = undefined as BodyOf<Route>;
  readonly apikey: string | undefined;
  readonly client: Client;
  readonly waitSeconds: number;
  readonly requestId: string;
  /** Set once the use case has asked who calls. */
  asked = false;
  readonly #door: Door;
  readonly #route: Route;
  readonly #request: FastifyRequest;
  readonly #reply: FastifyReply;
  #found: Promise<Principal | undefined> | undefined;
  #signal: AbortSignal | undefined;

  constructor(door: Door, route: Route, request: FastifyRequest, reply: FastifyReply) {
    this.#door = door;
    this.#route = route;
    this.#request = request;
    this.#reply = reply;
    this.params = request.params as ParamsOf<Route>;
    this.apikey = headerOf(request, 'apikey');
    this.client = clientOf(request);
    this.requestId = request.id;
    this.waitSeconds = route.headers && 'Prefer' in route.headers.properties ? waitOf(request) : 0;
  }

  get log(): Logger {
    return (this.#request.log as Logger).child({ requestId: this.requestId });
  }

  get signal(): AbortSignal {
    this.#signal ??= this.#door.hangups.signalFor(this.#reply.raw);
    return this.#signal;
  }

  header(name: string): string | undefined {
    return headerOf(this.#request, name.toLowerCase());
  }

  /** @throws ParseFault when the route needs a key and none was sent */
  assertKeySent(): void {
    if (this.apikey === undefined && KEY_NEEDED.has(this.#route.access))
      throw missing('apikey', 'header', KEY_HELP);
  }

  async principal(): Promise<Principal> {
    this.asked = true;
    this.assertKeySent();
    const principal = await this.#find();
    if (!principal) throw new HordeError('InvalidAPIKey');
    this.#assertScope(principal);
    if (principal.deleted && refusesDeleted(this.#route)) throw new HordeError('DeletedUser');
    if (this.#route.access === 'moderator' && !principal.moderator) throw new HordeError('NotModerator');
    if (this.#route.access === 'admin' && !principal.admin) throw new HordeError('NotAdmin');
    return principal;
  }

  /**
   * Who may not call the route need not send a large body first.
   * @throws as `principal`, and HordeError TimeoutIP where the route knows it
   */
  async assertMaySend(): Promise<void> {
    const { access, returnCodes } = this.#route;
    if (access === 'key-or-shared-key') {
      await this.principalOr(async key => ((await this.#door.isSharedKey(key)) ? key : undefined));
    } else if (isGuarded(this.#route)) await this.principal();
    if (returnCodes.includes('TimeoutIP')) this.#door.assertWelcome(this.client.ip);
  }

  async principalOr<Other>(
    find: (apikey: string) => Promise<Other | undefined>,
  ): Promise<{ other: Other } | { other: undefined; principal: Principal }> {
    this.asked = true;
    this.assertKeySent();
    const other = this.apikey === undefined ? undefined : await find(this.apikey);
    if (other !== undefined) return { other: other as Other };
    return { other: undefined, principal: await this.principal() };
  }

  async maybePrincipal(): Promise<Principal | undefined> {
    const principal = await this.#find();
    if (!principal && this.apikey !== undefined && this.#route.access !== 'lenient-key') {
      throw new HordeError('InvalidAPIKey');
    }
    if (principal) this.#assertScope(principal);
    return principal;
  }

  /** A key that is meant for less than the route does is told for what it is meant. */
  #assertScope({ keyScope = 'all' }: Principal): void {
    const needed = this.#route.scope ?? 'all';
    if (covers(keyScope, needed)) return;
    throw new HordeError('KeyScopeInsufficient', {
      message: `This key is good for ${SCOPE_WORDS[keyScope]} only. Use a key of scope ${needed === 'all' ? 'all' : `${needed} or all`}.`,
    });
  }

  #find(): Promise<Principal | undefined> {
    this.#found ??=
      this.apikey === undefined ? Promise.resolve(undefined) : this.#door.authenticate(this.apikey);
    return this.#found;
  }
}

/** The most that `Prefer: wait` holds an answer. */
export const WAIT_SECONDS_MAX = 30;

function waitOf(request: FastifyRequest): number {
  const seconds = headerOf(request, 'prefer')?.match(/(?:^|[,;\s])wait\s*=\s*"?(\d{1,6})/i)?.[1];
  return seconds === undefined ? 0 : Math.min(Number(seconds), WAIT_SECONDS_MAX);
}
