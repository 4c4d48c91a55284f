import assert from 'node:assert/strict';
import path from 'node:path';
import { type Route, refusalsOf } from '@openhorde/contract';
import type { Environment } from '@openhorde/server';
import { servedRoutes } from '../servedRoutes.ts';
import { STORIES } from '../stories/playFile.ts';
import { startTestHorde, type TestAnswer, type TestHorde, type TestUser } from '../testHorde.ts';
import { example, type Schema } from './schema.ts';
import { ownThings } from './things.ts';

export interface SendOptions {
  /** Default: none is sent. */
  apikey?: string;
  /** Path parameters; default: those of things that exist and belong to `owner`. */
  params?: Record<string, string>;
  query?: string;
  /** Default: one that is right, for routes that take one. Text goes as it is. */
  body?: unknown;
  headers?: Record<string, string>;
}

/** A horde in which one user owns one of everything, and the routes that are open there. */
export interface World {
  horde: TestHorde;
  routes: Route[];
  owner: TestUser;
  stranger: TestUser;
  moderator: TestUser;
  /**
   * Calls a route, and asserts what holds of every answer: no 5xx; a refusal is an object with a sentence; status and
   * return code are among those that the route declares.
   */
  send(route: Route, options?: SendOptions): Promise<TestAnswer>;
  /** What stands for the parameters of a path, where nothing else is said. */
  paramsOf(route: Route): Record<string, string>;
  /** A body that fits the things of `owner`. */
  bodyOf(route: Route): Record<string, unknown>;
}

export const ANONYMOUS = '0000000000';

export async function openWorld(environment: Environment = {}): Promise<World> {
  const horde = await startTestHorde({
    IMAGE_MODELS: path.join(STORIES, 'image-models.json'),
    ...environment,
  });
  const owner = await horde.user({ username: 'owner', kudos: 1_000_000, trusted: true });
  const stranger = await horde.user({ username: 'stranger', kudos: 1_000_000, trusted: true });
  const moderator = await horde.user({ username: 'moderator', kudos: 1_000_000, moderator: true });
  const routes = await servedRoutes(horde.url);
  const things = await ownThings(horde, owner, routes);
  const paramsOf = (route: Route) => {
    const values = things.paramsOf(route);
    const names = [...route.path.matchAll(/\{(\w+)\}/g)].map(match => match[1]!);
    return Object.fromEntries(names.flatMap(name => (name in values ? [[name, values[name]!]] : [])));
  };
  const bodyOf = (route: Route) => ({ ...exampleOf(route), ...things.fieldsOf(route) });
  return {
    horde,
    routes,
    owner,
    stranger,
    moderator,
    paramsOf,
    bodyOf,
    async send(route, { apikey, params = {}, query = '', body, headers } = {}) {
      const values = { ...paramsOf(route), ...params };
      const where = route.path.replaceAll(/\{(\w+)\}/g, (_, name: string) => {
        assert.ok(
          values[name] !== undefined,
          `${route.path}: nothing stands for ${name}; the world needs one`,
        );
        return encodeURIComponent(values[name]!);
      });
      const sent = route.body && (body === undefined ? bodyOf(route) : body);
      const answer = await horde.call(route.method, `${where.replace('/v2', '')}${query}`, {
        ...(apikey !== undefined && { apikey }),
        ...(sent !== undefined && { body: sent }),
        ...(headers && { headers }),
        isStream: route.events !== undefined,
      });
      assertDeclared(route, answer);
      return answer;
    },
  };
}

/** The smallest body, with those fields too that only the parser misses. */
function exampleOf({ body, parserRequired = [] }: Route): object {
  if (!body) return {};
  const { properties = {} } = body as Schema;
  const late = parserRequired.map(name => [name, example(properties[name]!)]);
  return { ...(example(body as Schema) as object), ...Object.fromEntries(late) };
}

/** Statuses that any route may answer: the door's own refusals. */
const OF_THE_DOOR = [400, 401, 404, 405, 413, 414, 429];

function assertDeclared(route: Route, { status, body }: TestAnswer): void {
  const what = `${route.method} ${route.path} answered ${status} ${JSON.stringify(body)?.slice(0, 300)}`;
  assert.ok(status < 500, what);
  assert.ok(status in route.answers || OF_THE_DOOR.includes(status), `${what}: undeclared status`);
  if (status < 400) return;
  const { message, rc, errors } = body as { message?: unknown; rc?: unknown; errors?: object };
  assert.ok(typeof message === 'string' && message.length > 0, `${what}: no sentence`);
  assert.ok(rc === undefined || errors === undefined, `${what}: both rc and errors`);
  const declared: readonly unknown[] = [...refusalsOf(route), undefined];
  assert.ok(declared.includes(rc), `${what}: undeclared return code`);
}
