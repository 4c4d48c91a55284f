import type { FastifyInstance } from 'fastify';
import { pino } from 'pino';
import type { HttpConfig, HttpOptions } from '../options.ts';
import type { Principal } from '../principal.ts';
import { createHttp } from '../server.ts';

const CONFIG: HttpConfig = {
  publicUrl: 'http://horde.test',
  trustedProxies: ['127.0.0.0/8', '::1'],
  rateLimits: false,
  version: '1.2.3',
  devTestUsers: false,
};

/** An account with no roles; its key is its name. */
function principal(username: string, id: number, roles: Partial<Principal> = {}): Principal {
  return {
    id,
    username,
    alias: `${username}#${id}`,
    kind: 'registered',
    moderator: false,
    trusted: false,
    flagged: false,
    customizer: false,
    vpn: false,
    special: false,
    service: false,
    education: false,
    deleted: false,
    admin: false,
    concurrency: 30,
    workerInvited: 0,
    publicWorkers: false,
    createdAtMs: 0,
    ...roles,
  };
}

export const alice = principal('alice', 1);
export const mod = principal('mod', 2, { moderator: true });
const people = new Map([alice, mod].map(person => [person.username, person]));

export type DoorSettings = Partial<Omit<HttpOptions, 'config'>> & { config?: Partial<HttpConfig> };

/** A door on nothing: its routes are opened by `open`, its accounts are alice and mod. Errors that it logs are in `logged`. */
export function testDoor(open: (app: FastifyInstance) => void = () => {}, settings: DoorSettings = {}) {
  const logged: string[] = [];
  const { config, ...options } = settings;
  const app = createHttp({
    log: pino({ level: 'warn' }, { write: line => void logged.push(line) }),
    authenticate: async apikey => people.get(apikey),
    ...options,
    config: { ...CONFIG, ...config },
  });
  open(app);
  return { app, logged };
}

/** Sends JSON to a path under `/api`. */
export const post = (
  app: FastifyInstance,
  path: string,
  payload: string | object,
  headers: Record<string, string> = {},
) =>
  app.inject({
    method: 'POST',
    url: `/api${path}`,
    payload,
    headers: { 'content-type': 'application/json', ...headers },
  });

/** Asks for a path under `/api`. */
export const get = (app: FastifyInstance, path: string, headers: Record<string, string> = {}) =>
  app.inject({ url: `/api${path}`, headers });
