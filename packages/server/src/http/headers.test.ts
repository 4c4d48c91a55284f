import assert from 'node:assert/strict';
import { test } from 'node:test';
import { routes } from '@openhorde/contract';
import { mount } from './mount.ts';
import { testDoor } from './testing/testDoor.ts';

const open = () =>
  testDoor(app => {
    mount(app, routes.heartbeat, () => ({ message: 'OK' as const }));
    mount(app, routes.workers, () => []);
    mount(app, routes.workerById, () => ({ bridge_agent: 'b' }));
    mount(app, routes.deleteWorker, async call => ({ deleted_id: (await call.principal()).alias }));
  }).app;

test('every answer may be read from any origin, errors and preflights included, and names the node', async () => {
  const app = open();
  const calls = [
    ['GET', '/api/v2/status/heartbeat', 200],
    ['OPTIONS', '/api/v2/status/heartbeat', 200],
    ['OPTIONS', '/api/v2/nothing', 200],
    ['GET', '/api/v2/workers/', 404],
    ['GET', '/api/v2/workers/', 404],
    ['POST', '/api/v2/status/heartbeat', 405],
    ['DELETE', '/api/v2/workers/w', 401],
    ['GET', '/api/v2/workers/%zz', 400],
    ['GET', '/api/', 200],
    ['GET', '/', 404],
  ] as const;
  for (const [method, url, status] of calls) {
    const answered = await app.inject({ method, url });
    assert.equal(answered.statusCode, status, `${method} ${url}`);
    assert.equal(answered.headers['access-control-allow-origin'], '*', url);
    assert.match(String(answered.headers['access-control-allow-methods']), /PATCH/);
    assert.match(String(answered.headers['access-control-allow-headers']), /apikey, Client-Agent, X-Fields/);
    assert.match(String(answered.headers['access-control-expose-headers']), /Retry-After/);
    assert.match(String(answered.headers['horde-node']), /:1\.2\.3$/);
  }
});

test('a wrong method is refused with the ones that are right, an unknown path is not found', async () => {
  const app = open();
  const wrong = await app.inject({ method: 'PATCH', url: '/api/v2/workers/w?x=1' });
  assert.equal(wrong.statusCode, 405);
  assert.deepEqual(Object.keys(wrong.json()), ['message']);
  assert.equal(wrong.headers.allow, 'GET, HEAD, DELETE, OPTIONS');
  const respelled = await app.inject({ method: 'PATCH', url: '/api/v2/work%65rs/%77' });
  assert.equal(respelled.headers.allow, wrong.headers.allow, 'another spelling of the same path');
  for (const url of ['/api/v2/workers/w/x/', '/api/v2', '/api/v1/workers', '/api/v2/workers/w/x']) {
    const unknown = await app.inject({ url });
    assert.equal(unknown.statusCode, 404, url);
    assert.deepEqual(Object.keys(unknown.json()), ['message']);
  }
});

test('HEAD works wherever GET does', async () => {
  const answered = await open().inject({ method: 'HEAD', url: '/api/v2/workers/w' });
  assert.equal(answered.statusCode, 200);
  assert.equal(answered.body, '');
  assert.ok(Number(answered.headers['content-length']) > 10);
});

test('a horde that is reached over TLS says so to browsers, on every answer, and one that is not does not', async () => {
  for (const [publicUrl, expected] of [
    ['https://horde.example', 'max-age=31536000'],
    ['HTTPS://horde.example', 'max-age=31536000'],
    ['http://horde.example', undefined],
    ['http://https.example', undefined],
  ] as const) {
    const { app } = testDoor(() => {}, { config: { publicUrl } });
    for (const url of ['/api/v2/nothing', '/api/swagger.json', '/api/v2/%zz', '/']) {
      const { headers } = await app.inject({ url });
      assert.equal(headers['strict-transport-security'], expected, `${publicUrl} ${url}`);
    }
  }
});
