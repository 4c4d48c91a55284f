import assert from 'node:assert/strict';
import type { AddressInfo } from 'node:net';
import { after, test } from 'node:test';
import { routes } from '@openhorde/contract';
import type { FastifyInstance } from 'fastify';
import { mount } from './mount.ts';
import { get, testDoor } from './testing/testDoor.ts';

// One call in the spellings that published clients have for it.

const ID = '0a1b2c3d-4e5f-4a7b-8c9d-0e1f2a3b4c5d';
const SPELLINGS = [ID, ID.toUpperCase(), ID.replaceAll('-', ''), ID.replaceAll('-', '').toUpperCase()];

const apps: FastifyInstance[] = [];
after(() => Promise.all(apps.map(app => app.close())));

/** A door that listens; each answer holds what its use case was given. */
async function listen(rateLimits = false) {
  const seen: unknown[] = [];
  const { app } = testDoor(
    opened => {
      mount(opened, routes.imageAsync, async call => {
        await call.principal();
        seen.push(call.body);
        return { kudos: 1 };
      });
      mount(opened, routes.imagePop, async call => {
        await call.principal();
        seen.push(call.body);
        return {};
      });
      mount(opened, routes.workers, call => {
        seen.push(call.query);
        return [];
      });
      mount(opened, routes.workerById, call => ({
        ...EMPTY_WORKER,
        bridge_agent: call.params.worker_id,
      }));
      mount(opened, routes.editWorker, async call => {
        await call.principal();
        seen.push(call.body);
        return {};
      });
    },
    { config: { rateLimits } },
  );
  apps.push(app);
  await app.listen({ port: 0 });
  const origin = `http://127.0.0.1:${(app.server.address() as AddressInfo).port}`;
  const send = (path: string, body: object, method = 'POST') =>
    fetch(origin + path, {
      method,
      redirect: 'manual',
      headers: { apikey: 'alice', 'content-type': 'application/json' },
      body: Buffer.isBuffer(body) ? new Uint8Array(body) : JSON.stringify(body),
    });
  return { app, seen, origin, send };
}

const EMPTY_WORKER = { name: 'w', type: 'image' as const, id: ID, online: true };

test('slashes that are there twice or at the end lead to the route, without a redirect and with the body', async () => {
  const { send, seen, origin } = await listen();
  for (const path of [
    '//api/v2/generate/async',
    '/api//v2/generate/async',
    '/api/v2/generate/async/',
    '///api//v2///generate/async//',
  ]) {
    const answer = await send(path, { prompt: 'a heron', seed: 1 });
    assert.deepEqual([answer.status, await answer.json()], [200, { kudos: 1 }], path);
    assert.equal((seen.pop() as { prompt: string }).prompt, 'a heron', path);
  }
  for (const path of ['//api/v2/workers', `/api/v2/workers/${ID}/`, '//api//v2/workers?name=a//b/']) {
    assert.equal((await fetch(origin + path, { redirect: 'manual' })).status, 200, path);
  }
  assert.deepEqual(seen.at(-1), { name: 'a//b/' });
  const wrong = await fetch(`${origin}//api/v2/workers`, { method: 'POST' });
  assert.deepEqual([wrong.status, wrong.headers.get('allow')], [405, 'GET, HEAD, OPTIONS']);
  for (const none of ['//api//v2//nothing/', '/api/v2/workers/'])
    assert.equal((await fetch(origin + none)).status, 404, 'the worker of the empty name is none');
});

test('every spelling of a path is counted as one', async () => {
  const { app } = await listen(true);
  const limit = 90;
  const left = async (path: string) => Number((await get(app, path)).headers['x-ratelimit-remaining']);
  assert.equal(await left('/v2/workers'), limit - 1);
  assert.equal(await left('//v2/workers'), limit - 2);
});

test('an id reaches the use case in one spelling, from the path and from a body', async () => {
  const { app, seen, send } = await listen();
  for (const id of SPELLINGS) {
    assert.equal((await get(app, `/v2/workers/${id}`)).json().bridge_agent, ID);
    await send('/api/v2/generate/async', { prompt: 'a heron', workers: [id, 'no id'] });
    assert.deepEqual((seen.pop() as { workers: string[] }).workers, [ID, 'no id']);
  }
  assert.equal((await get(app, '/v2/workers/Heron')).json().bridge_agent, 'Heron');
});

test('an empty field that need not be there counts as absent, at every depth', async () => {
  const { send, seen } = await listen();
  const asked = await send('/api/v2/generate/async', {
    prompt: 'a heron',
    proxied_account: '',
    source_image: '',
    source_processing: '',
    workers: [''],
    models: [''],
    extra_source_images: [],
    params: {
      sampler_name: '',
      control_type: '',
      workflow: '',
      special: {},
      post_processing: [''],
      loras: [],
      seed: '',
    },
  });
  assert.equal(asked.status, 200, await asked.text());
  assert.deepEqual(seen.pop(), {
    prompt: 'a heron',
    workers: [],
    models: [],
    extra_source_images: [],
    params: { post_processing: [], loras: [] },
  });
  const popped = await send('/api/v2/generate/pop', {
    name: 'W',
    models: ['emoji'],
    blacklist: [''],
    bridge_agent: '',
  });
  assert.equal(popped.status, 200, await popped.text());
  assert.deepEqual(seen.pop(), { name: 'W', models: ['emoji'], blacklist: [] });
});

test('what must be there may not be empty, and the wrong kind of nothing stays a fault', async () => {
  const { send } = await listen();
  for (const [body, fault] of [
    [{ prompt: '' }, 'prompt'],
    [{ prompt: 'a', webhook: '' }, 'webhook'],
    [{ prompt: 'a', style: '' }, 'style'],
    [{ prompt: 'a', params: [] }, 'params'],
    [{ prompt: 'a', webhook: {} }, 'webhook'],
    [{ prompt: 'a', params: { width: '' } }, 'params.width'],
    [{ prompt: 'a', workers: null }, 'workers'],
  ] as const) {
    const answer = await send('/api/v2/generate/async', body);
    assert.deepEqual(Object.keys((await answer.json()).errors), [fault]);
  }
});

test('in a change an empty text takes away what is there', async () => {
  const { send, seen } = await listen();
  assert.equal((await send(`/api/v2/workers/${ID}`, { info: '', team: '' }, 'PUT')).status, 200);
  assert.deepEqual(seen.pop(), { info: '', team: '' });
});

test('an empty query parameter is an absent one', async () => {
  const { app, seen } = await listen();
  await get(app, '/v2/workers?type=&name=');
  assert.deepEqual(seen.pop(), {});
  await get(app, '/v2/workers?type=&type=text');
  assert.deepEqual(seen.pop(), { type: 'text' });
});

test('UTF-8 with its mark and UTF-16 are read; bytes that are no text are refused', async () => {
  const { send, seen } = await listen();
  const prompt = 'Kätzchen 🐦';
  const json = JSON.stringify({ prompt });
  const little = Buffer.from(json, 'utf16le');
  const big = Buffer.from(little).swap16();
  for (const bytes of [
    Buffer.from(json),
    Buffer.from(`\ufeff${json}`),
    little,
    big,
    Buffer.concat([Buffer.from([0xff, 0xfe]), little]),
    Buffer.concat([Buffer.from([0xfe, 0xff]), big]),
  ]) {
    const answer = await send('/api/v2/generate/async', bytes);
    assert.equal(answer.status, 200, await answer.text());
    assert.deepEqual(seen.pop(), { prompt });
  }
  const latin1 = Buffer.from('{"prompt":"K\xe4tzchen"}', 'latin1');
  const halfPair = Buffer.concat([
    Buffer.from('{"prompt":"', 'utf16le'),
    Buffer.from([0x3d, 0xd8]),
    Buffer.from('"}', 'utf16le'),
  ]);
  for (const bytes of [latin1, halfPair, little.subarray(0, -1)]) {
    const refused = await send('/api/v2/generate/async', bytes);
    assert.equal(refused.status, 400);
    assert.match((await refused.json()).message, /UTF-8/);
  }
  assert.deepEqual(seen, []);
});
