import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  HordeError,
  KEY_SCOPES,
  KeyInput,
  type KeyScope,
  type Route,
  routes,
  SimpleResponse,
} from '@openhorde/contract';
import { answer } from './call.ts';
import { mount } from './mount.ts';
import type { Principal } from './principal.ts';
import { alice, get, mod, post, testDoor } from './testing/testDoor.ts';

test('the thing in the path is looked up before a missing key is noticed, where the route says so', async () => {
  const { app } = testDoor(app => {
    mount(app, routes.editWorker, async call => {
      if (call.params.worker_id !== 'w') throw new HordeError('WorkerNotFound');
      await call.principal();
      return { maintenance: call.body.maintenance };
    });
    mount(app, routes.deleteWorker, async call => {
      const { id } = await call.principal();
      return { deleted_id: call.params.worker_id, deleted_name: String(id) };
    });
  });
  const put = (id: string, headers = {}) =>
    app.inject({ method: 'PUT', url: `/api/v2/workers/${id}`, payload: { maintenance: false }, headers });
  assert.equal((await put('x')).json().rc, 'WorkerNotFound');
  assert.deepEqual(Object.keys((await put('w')).json().errors), ['apikey']);
  assert.deepEqual((await put('w', { apikey: 'alice' })).json(), { maintenance: false });
  const remove = (headers: Record<string, string>) =>
    app.inject({
      method: 'DELETE',
      url: '/api/v2/workers/w',
      headers: { 'content-type': 'application/json', ...headers },
    });
  assert.equal((await remove({})).statusCode, 401, 'a content type without a body is no fault');
  assert.deepEqual((await remove({ apikey: 'alice' })).json(), { deleted_id: 'w', deleted_name: '1' });
});

test('keys that are looked at when they are sent: strictly on some routes, leniently on others', async () => {
  const { app } = testDoor(app => {
    mount(app, routes.userById, async call => ({ username: (await call.maybePrincipal())?.alias }));
    mount(app, routes.workerById, async call => ({
      bridge_agent: (await call.maybePrincipal())?.alias ?? 'none',
    }));
  });
  assert.equal((await get(app, '/v2/users/1', { apikey: 'alice' })).json().username, 'alice#1');
  assert.equal((await get(app, '/v2/users/1')).json().username, undefined);
  assert.equal((await get(app, '/v2/users/1', { apikey: 'x' })).statusCode, 401);
  assert.equal((await get(app, '/v2/workers/1', { apikey: 'x' })).json().bridge_agent, 'none');
});

test('roles are asked for by the route', async () => {
  const guarded = { ...routes.performance, path: '/v2/for/mods', access: 'moderator' } as const;
  const { app } = testDoor(app =>
    mount(app, guarded, async call => ({ worker_count: (await call.principal()).id })),
  );
  assert.equal((await get(app, '/v2/for/mods', { apikey: 'alice' })).json().rc, 'NotModerator');
  assert.equal((await get(app, '/v2/for/mods', { apikey: 'mod' })).json().worker_count, mod.id);
});

test('a use case that forgets to ask who calls is stopped at the door', async () => {
  const { app, logged } = testDoor(app => mount(app, routes.imagePop, async () => ({ ids: [] })));
  const answered = await post(app, '/v2/generate/pop', { name: 'w' }, { apikey: 'alice' });
  assert.equal(answered.statusCode, 500);
  assert.match(logged.join(), /without asking who calls/);
});

test('the route for test users is closed, or open to this machine alone, whatever the headers say', async () => {
  const open = (devTestUsers: boolean) =>
    testDoor(
      app =>
        mount(app, routes.devTestUser, call => answer(201, { username: call.body.username ?? 'test_user' })),
      {
        config: { devTestUsers },
      },
    ).app;
  assert.equal((await post(open(false), '/v2/dev/test-user', {})).statusCode, 404);
  const app = open(true);
  assert.equal((await post(app, '/v2/dev/test-user', { username: 'bo' })).json().username, 'bo');
  assert.equal((await app.inject({ method: 'POST', url: '/api/v2/dev/test-user' })).statusCode, 201);
  const far = await app.inject({
    method: 'POST',
    url: '/api/v2/dev/test-user',
    remoteAddress: '203.0.113.5',
    headers: { 'x-forwarded-for': '127.0.0.1' },
  });
  assert.equal(far.statusCode, 403);
});

test('one key is looked up once for a call', async () => {
  let lookups = 0;
  const authenticate = async () => {
    lookups += 1;
    return alice;
  };
  const { app } = testDoor(
    app =>
      mount(app, routes.imagePop, async call => {
        await call.principal();
        return { id: (await call.maybePrincipal())!.alias };
      }),
    { authenticate },
  );
  await post(app, '/v2/generate/pop', { name: 'w' }, { apikey: 'k' });
  assert.equal(lookups, 1);
});

test('kept answers are kept before the mask, for each privilege, and never when they are errors', async () => {
  let made = 0;
  let now = 0;
  const { app } = testDoor(
    app =>
      mount(app, routes.workerById, call => {
        made += 1;
        if (call.params.worker_id === 'x') throw new HordeError('WorkerNotFound');
        return { bridge_agent: String(made), name: 'n' };
      }),
    { config: { responseCache: true }, now: () => now },
  );
  const agent = async (headers = {}, id = 'w') => (await get(app, `/v2/workers/${id}`, headers)).json();
  assert.deepEqual(await agent({ 'x-fields': 'name' }), { name: 'n' });
  assert.equal((await agent()).bridge_agent, '1');
  assert.equal((await agent({ apikey: 'mod' })).bridge_agent, '2');
  assert.equal((await agent({}, 'v')).bridge_agent, '3');
  await agent({}, 'x');
  await agent({}, 'x');
  assert.equal(made, 5);
  now = 30_001;
  assert.equal((await agent()).bridge_agent, '6');
  // A client that asks past the kept answer gets a fresh one, which is kept for the others.
  assert.equal((await agent({ 'cache-control': 'no-cache' })).bridge_agent, '7');
  assert.equal((await agent()).bridge_agent, '7');
});

test('a kept answer is for the account, the role and the scope that it was made for', async () => {
  const people: Record<string, Principal> = {
    alice,
    narrow: { ...alice, keyScope: 'read' },
    mod,
    other: { ...mod, id: 77 },
    boss: { ...mod, admin: true },
  };
  let made = 0;
  const { app } = testDoor(
    app =>
      mount(app, routes.userById, async call => {
        await call.maybePrincipal();
        made += 1;
        return { username: `answer ${made}` };
      }),
    { config: { responseCache: true }, authenticate: async key => people[key] },
  );
  const ask = async (apikey?: string) =>
    (await get(app, '/v2/users/1', apikey === undefined ? {} : { apikey })).json().username as string;
  const callers = [undefined, ...Object.keys(people)];
  const first = [];
  for (const caller of callers) first.push(await ask(caller));
  assert.equal(new Set(first).size, callers.length);
  for (const [i, caller] of callers.entries()) assert.equal(await ask(caller), first[i], caller);
});

test('a key opens what its scope covers, and is told for what it is meant', async () => {
  const scoped = (keyScope: KeyScope) => ({ authenticate: async () => ({ ...alice, keyScope }) });
  const call = async (keyScope: KeyScope, route: Route) => {
    const { app } = testDoor(
      app =>
        mount(app, { ...route, answers: { 200: SimpleResponse } } as Route, async call => ({
          message: (await call.principal()).alias,
        })),
      scoped(keyScope),
    );
    const url = `/api${route.path.replace(/\{\w+\}/, '1')}`;
    const answered = await app.inject({ method: route.method, url, headers: { apikey: 'k' } });
    return answered.json().rc ?? answered.statusCode;
  };
  const { keys, revokeKey } = routes;
  const pop: Route = { ...routes.imagePop, bodyCheck: 'parser', parserRequired: [], body: KeyInput };
  for (const scope of KEY_SCOPES) assert.equal(await call(scope, keys), 200, scope);
  assert.equal(await call('all', revokeKey), 200);
  assert.equal(await call('generate', revokeKey), 'KeyScopeInsufficient');
  assert.equal(await call('worker', pop), 200);
  assert.equal(await call('read', pop), 'KeyScopeInsufficient');
});

test('a key that is no account may be something else to a route', async () => {
  const route = { ...routes.keys, answers: { 200: SimpleResponse } } as Route;
  const { app } = testDoor(app =>
    mount(app, route, async call => {
      const found = await call.principalOr(async key => (key === 'shared' ? 'a shared key' : undefined));
      return { message: found.other ?? found.principal.alias };
    }),
  );
  const ask = async (headers: Record<string, string>) => (await get(app, '/v2/keys', headers)).json();
  assert.equal((await ask({ apikey: 'shared' })).message, 'a shared key');
  assert.equal((await ask({ apikey: 'alice' })).message, 'alice#1');
  assert.equal((await ask({ apikey: 'nobody' })).rc, 'InvalidAPIKey');
  assert.deepEqual(Object.keys((await ask({})).errors), ['apikey']);
});
