import assert from 'node:assert/strict';
import { test } from 'node:test';
import { HordeError, routes } from '@openhorde/contract';
import type { FastifyInstance } from 'fastify';
import { answer } from './call.ts';
import { mount } from './mount.ts';
import { get, post, testDoor } from './testing/testDoor.ts';

const CHECK = {
  finished: 0,
  processing: 0,
  restarted: 0,
  waiting: 1,
  done: false,
  faulted: false,
  wait_time: 3.7,
  queue_position: 1,
  kudos: 0,
  is_possible: true,
};

const openAsync = (app: FastifyInstance) =>
  mount(app, routes.imageAsync, async call => {
    const principal = await call.principal();
    return call.body.dry_run ? { kudos: principal.id } : answer(202, { id: 'r', kudos: 1, warnings: [] });
  });

test('a checked body reaches the use case, and its answer is printed as declared', async () => {
  const { app } = testDoor(openAsync);
  const accepted = await post(
    app,
    '/v2/generate/async',
    { prompt: 'heron', feathers: 7 },
    { apikey: 'alice' },
  );
  assert.equal(accepted.statusCode, 202);
  assert.equal(accepted.headers['content-type'], 'application/json; charset=utf-8');
  assert.deepEqual(accepted.json(), { id: 'r', kudos: 1, warnings: [] });
  const priced = await post(
    app,
    '/v2/generate/async',
    { prompt: 'heron', dry_run: true },
    { APIKEY: 'alice' },
  );
  assert.equal(priced.statusCode, 200);
  assert.deepEqual(priced.json(), { kudos: 1 });
});

test('faults of the body are told before an unknown key', async () => {
  const { app } = testDoor(openAsync);
  const faulty = await post(app, '/v2/generate/async', { prompt: 'heron', params: { n: 0, width: 65 } });
  assert.equal(faulty.statusCode, 400);
  assert.deepEqual(Object.keys(faulty.json().errors), ['params.width', 'params.n']);
  assert.equal(faulty.json().message, 'Input payload validation failed');
  assert.ok(!('rc' in faulty.json()));
  const keyless = await post(app, '/v2/generate/async', { prompt: 'heron' });
  assert.equal(keyless.statusCode, 400);
  assert.match(keyless.json().errors.apikey, /Missing required parameter in the HTTP headers/);
  const unknown = await post(app, '/v2/generate/async', { prompt: 'heron' }, { apikey: 'nobody' });
  assert.equal(unknown.statusCode, 401);
  assert.equal(unknown.json().rc, 'InvalidAPIKey');
});

test('a body that is no JSON, or not declared as JSON, is refused without a code and without faults', async () => {
  const { app } = testDoor(openAsync);
  const text = '{"prompt":"heron","dry_run":true}';
  const cases: [string, string][] = [
    ['{"prompt": "heron"', 'application/json'],
    ['', 'application/json'],
    ['nope', 'text/plain'],
    [text, 'text/plain'],
    [text, 'application/x-www-form-urlencoded'],
    [text, 'nonsense'],
    [text, ''],
  ];
  for (const [payload, type] of cases) {
    const refused = await post(app, '/v2/generate/async', payload, { 'content-type': type, apikey: 'alice' });
    assert.equal(refused.statusCode, 400, `${type} ${payload}`);
    assert.deepEqual(Object.keys(refused.json()), ['message']);
  }
  for (const payload of ['[1,2]', '"heron"', 'null', '7']) {
    const refused = await post(app, '/v2/generate/async', payload, { apikey: 'alice' });
    assert.deepEqual(Object.keys(refused.json().errors), ['']);
  }
  for (const type of ['application/json; charset=utf-8', 'Application/JSON']) {
    const taken = await post(app, '/v2/generate/async', text, { 'content-type': type, apikey: 'alice' });
    assert.equal(taken.statusCode, 200);
  }
});

test('a key that would change what an object is never reaches the use case', async () => {
  const { app } = testDoor(openAsync);
  const sent = '{"prompt":"heron","__proto__":{"dry_run":true},"params":{"__proto__":{"n":0}}}';
  const taken = await post(app, '/v2/generate/async', sent, { apikey: 'alice' });
  assert.equal(taken.statusCode, 202);
});

test('fields that only the parser misses are told one at a time, after the key', async () => {
  const { app } = testDoor(app =>
    mount(app, routes.imageSubmit, async call => ({
      reward: (await call.principal()).id + call.body.generation.length,
    })),
  );
  const submit = (body: object, headers = {}) => post(app, '/v2/generate/submit', body, headers);
  assert.deepEqual(Object.keys((await submit({ id: 'j', seed: 1 })).json().errors), ['apikey']);
  const missing = await submit({ id: 'j', seed: 1 }, { apikey: 'alice' });
  assert.match(missing.json().errors.generation, /Missing required parameter in the JSON body/);
  assert.deepEqual((await submit({ id: 'j', seed: 1, generation: 'R2' }, { apikey: 'alice' })).json(), {
    reward: 3,
  });
});

test('a fault of ours says nothing but that there was one; its id leads to the log', async () => {
  const { app, logged } = testDoor(app =>
    mount(app, routes.imageCheck, () => {
      throw new Error('the secret');
    }),
  );
  const failed = await get(app, '/v2/generate/check/a');
  assert.equal(failed.statusCode, 500);
  assert.deepEqual(failed.json(), { message: 'Internal Server Error' });
  const id = failed.headers['x-request-id'] as string;
  assert.ok(logged.some(line => line.includes('the secret') && line.includes(id)));
});

test('a mask is laid on the answer but not on errors, and an unreadable one is refused', async () => {
  const { app } = testDoor(app =>
    mount(app, routes.imageCheck, call => {
      if (call.params.id === 'x') throw new HordeError('RequestNotFound');
      return CHECK;
    }),
  );
  assert.deepEqual((await get(app, '/v2/generate/check/a')).json(), { ...CHECK, wait_time: 3 });
  assert.deepEqual((await get(app, '/v2/generate/check/a', { 'X-Fields': 'done,waiting' })).json(), {
    done: false,
    waiting: 1,
  });
  assert.equal((await get(app, '/v2/generate/check/x', { 'X-Fields': 'done' })).json().rc, 'RequestNotFound');
  const refused = await get(app, '/v2/generate/check/a', { 'X-Fields': 'done,{' });
  assert.equal(refused.statusCode, 400);
  assert.match(refused.json().message, /^Mask parse error: /);
});

test('the query is coerced, its first fault is told', async () => {
  const { app } = testDoor(app =>
    mount(app, routes.models, call => [{ name: call.query.type, count: call.query.min_count ?? -1 }]),
  );
  const model = { performance: null, queued: null, jobs: null, eta: null, type: null };
  assert.deepEqual((await get(app, '/v2/status/models?min_count=2&other=1')).json(), [
    { name: 'image', count: 2, ...model },
  ]);
  assert.deepEqual(Object.keys((await get(app, '/v2/status/models?max_count=x')).json().errors), [
    'max_count',
  ]);
});

test('names of any kind come through the path', async () => {
  const { app } = testDoor(app =>
    mount(app, routes.workerByName, call => ({ bridge_agent: call.params.worker_name })),
  );
  for (const name of ['a b', 'a/b', 'ü%', 'x'.repeat(255)]) {
    assert.equal((await get(app, `/v2/workers/name/${encodeURIComponent(name)}`)).json().bridge_agent, name);
  }
  assert.equal((await get(app, '/v2/workers/name/%zz')).statusCode, 400);
  for (const none of ['a%00', 'x'.repeat(256)])
    assert.equal((await get(app, `/v2/workers/name/${none}`)).statusCode, 404);
  assert.equal((await get(app, '/v2/workers/name/')).statusCode, 404);
});

test('a caller who prefers to wait is told how long he may, thirty seconds at most', async () => {
  const { app } = testDoor(app => mount(app, routes.imageCheck, call => ({ wait_time: call.waitSeconds })));
  const wait = async (prefer: string) => {
    const answered = await get(app, '/v2/generate/check/a', { prefer });
    return [answered.json().wait_time, answered.headers['preference-applied']];
  };
  assert.deepEqual(await wait('wait=20'), [20, 'wait=20']);
  assert.deepEqual(await wait('respond-async, wait=100'), [30, 'wait=30']);
  assert.deepEqual(await wait('nowait'), [0, undefined]);
  assert.deepEqual(await wait('wait=x'), [0, undefined]);
});

test('a NUL character is refused wherever it stands, but taken out of names and replaced in results', async () => {
  const { app } = testDoor(app => {
    openAsync(app);
    mount(app, routes.imagePop, async call => ({ id: (await call.principal()) && call.body.name }));
    mount(app, routes.textSubmit, async call => {
      await call.principal();
      assert.equal(call.body.generation, 'a\ufffdb');
      return { reward: 1 };
    });
    mount(app, routes.workers, call => [{ name: call.query.name!, bridge_agent: '' }]);
  });
  const rc = async (body: object) =>
    (await post(app, '/v2/generate/async', body, { apikey: 'alice' })).json().rc;
  assert.equal(await rc({ prompt: 'her\0on' }), 'NulByteInPayload');
  assert.equal(await rc({ prompt: 'heron', params: { unknown: ['x', { b: '\0' }] } }), 'NulByteInPayload');
  assert.equal(await rc({ prompt: 'heron', '\0': 1 }), 'NulByteInPayload');
  const popped = await post(app, '/v2/generate/pop', { name: 'a\0b' }, { apikey: 'alice' });
  assert.equal(popped.json().id, 'ab');
  const result = { id: 'x', generation: 'a\0b' };
  assert.equal((await post(app, '/v2/generate/text/submit', result, { apikey: 'alice' })).statusCode, 200);
  const asked = await get(app, '/v2/workers?name=a%00b');
  assert.deepEqual([asked.statusCode, Object.keys(asked.json().errors)], [400, ['name']]);
});

test('a body of any shape is read, or refused with a sentence', async () => {
  const { app, logged } = testDoor(app => {
    openAsync(app);
    mount(app, routes.makeSharedKey, async call => ({ id: (await call.principal()) && call.body.name }));
  });
  const deep = (levels: number) => `${'['.repeat(levels)}${']'.repeat(levels)}`;
  const many = (count: number) =>
    JSON.stringify(Object.fromEntries(Array.from({ length: count }, (_, i) => [`k${i}`, i])));
  const send = async (path: string, value: string, method: 'POST' | 'PUT' = 'POST') => {
    const { statusCode, body } = await app.inject({
      method,
      url: `/api${path}`,
      payload: value,
      headers: { 'content-type': 'application/json', apikey: 'alice' },
    });
    return [statusCode, Object.keys(JSON.parse(body)).sort().join()];
  };
  const key = (value: string) => send('/v2/sharedkeys', `{"name":${value}}`, 'PUT');
  const async = (value: string) => send('/v2/generate/async', `{"prompt":"a","unknown":${value}}`);
  const refused = [400, 'message'];
  const taken = [202, 'id,kudos,warnings'];
  for (const levels of [20, 62, 100, 1_000_000]) {
    const isFlat = levels < 64;
    assert.deepEqual(await async(deep(levels)), isFlat ? taken : refused, `${levels} levels`);
    const byKind = levels < 32 ? [200, 'id'] : isFlat ? [400, 'errors,message'] : refused;
    if (levels < 500_000) assert.deepEqual(await key(deep(levels)), byKind, `${levels} levels`);
  }
  assert.deepEqual(await async(many(90_000)), taken);
  assert.deepEqual(await async(many(130_000)), refused);
  // What looks like structure inside of texts is none.
  assert.deepEqual(await async(JSON.stringify('[{,"\\'.repeat(200_000))), taken);
  assert.deepEqual(await async('"\\'), refused);
  assert.deepEqual(logged, []);
});

test('half a character never reaches the use case, a whole one does', async () => {
  const { app } = testDoor(app =>
    mount(app, routes.imagePop, async call => ({ id: (await call.principal()) && call.body.name })),
  );
  const name = async (text: string) =>
    (await post(app, '/v2/generate/pop', `{"name":"${text}"}`, { apikey: 'alice' })).json().id;
  assert.equal(await name('a\\ud83d'), 'a\ufffd');
  assert.equal(await name('a\\ud83d\\udc26'), 'a\u{1F426}');
});

test('a body that is too large is refused, a picture is not', async () => {
  const { app } = testDoor(app => {
    openAsync(app);
    mount(app, routes.imagePop, async call => ({ id: (await call.principal()).alias }));
  });
  const large = 'x'.repeat(20 * 1024 * 1024);
  const taken = await post(
    app,
    '/v2/generate/async',
    { prompt: 'heron', source_image: large },
    { apikey: 'alice' },
  );
  assert.equal(taken.statusCode, 202);
  const refused = await post(
    app,
    '/v2/generate/pop',
    { name: 'w', bridge_agent: large },
    { apikey: 'alice' },
  );
  assert.equal(refused.statusCode, 413);
  assert.equal(refused.json().rc, 'BodyTooLarge');
  assert.match(refused.json().message, /1 MiB/);
});
