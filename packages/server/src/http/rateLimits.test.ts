import assert from 'node:assert/strict';
import { test } from 'node:test';
import { routes } from '@openhorde/contract';
import fc from 'fast-check';
import { MemoryLimitStore } from './limitStore.ts';
import { mount } from './mount.ts';
import { type DoorSettings, testDoor } from './testing/testDoor.ts';

function open(settings: DoorSettings = {}) {
  const clock = { now: 1_000_000 };
  const { app } = testDoor(
    app => {
      mount(app, routes.imageAsync, async call => ({ kudos: (await call.principal()).id }));
      mount(app, routes.imageStatus, () => ({}));
      mount(app, routes.imageCancel, () => ({}));
      mount(app, routes.modes, () => ({}));
      mount(app, routes.heartbeat, () => ({}));
    },
    { now: () => clock.now, ...settings, config: { rateLimits: true } },
  );
  return { app, clock };
}

test('the remainder of a limit stands on every answer, and the window begins anew', async () => {
  const { app, clock } = open();
  const status = (id = 'a') => app.inject({ url: `/api/v2/generate/status/${id}?x=${Math.random()}` });
  const first = await status();
  assert.equal(first.headers['x-ratelimit-limit'], '10');
  assert.equal(first.headers['x-ratelimit-remaining'], '9');
  assert.equal(first.headers['x-ratelimit-reset'], '1060');
  assert.equal(first.headers['retry-after'], '60');
  for (let i = 0; i < 9; i++) assert.equal((await status()).statusCode, 200);
  clock.now += 20_000;
  const refused = await status();
  assert.equal(refused.statusCode, 429);
  assert.deepEqual(refused.json(), { message: '10 per 1 minute' });
  assert.equal(refused.headers['x-ratelimit-remaining'], '0');
  assert.equal(refused.headers['retry-after'], '40');
  assert.equal((await status('b')).statusCode, 200, 'another path is counted apart');
  const cancelled = await app.inject({ method: 'DELETE', url: '/api/v2/generate/status/a' });
  assert.equal(cancelled.statusCode, 200, 'another method is counted apart');
  clock.now += 40_000;
  assert.equal((await status()).statusCode, 200);
});

test('a limit on the address is shared by all that the address calls there, HEAD included', async () => {
  const { app } = open();
  await app.inject({ method: 'HEAD', url: '/api/v2/status/modes' });
  const second = await app.inject({ url: '/api/v2/status/modes' });
  assert.equal(second.headers['x-ratelimit-remaining'], '28');
  const forwarded = { 'x-forwarded-for': '203.0.113.9' };
  const other = await app.inject({ url: '/api/v2/status/modes', headers: forwarded });
  assert.equal(other.headers['x-ratelimit-remaining'], '29');
  const exempt = await app.inject({ url: '/api/v2/status/heartbeat' });
  assert.equal(exempt.headers['x-ratelimit-limit'], undefined);
});

test('a call is counted before its body is looked at', async () => {
  const { app } = open();
  const send = () => app.inject({ method: 'POST', url: '/api/v2/generate/async', payload: 'nonsense' });
  assert.equal((await send()).statusCode, 400);
  assert.equal((await send()).statusCode, 400);
  const refused = await send();
  assert.equal(refused.statusCode, 429);
  assert.deepEqual(refused.json(), { message: '2 per 1 second' });
});

test('whitelisted addresses may call more often, the anonymous key is shared by many', async () => {
  const { app } = open({ isWhitelisted: ip => ip === '203.0.113.9' });
  const send = (ip: string, apikey: string) =>
    app.inject({
      method: 'POST',
      url: '/api/v2/generate/async',
      payload: { prompt: 'heron' },
      headers: { 'x-forwarded-for': ip, apikey },
    });
  for (let i = 0; i < 10; i++) assert.equal((await send('203.0.113.9', 'alice')).statusCode, 200);
  assert.deepEqual((await send('203.0.113.9', 'alice')).json(), { message: '10 per 1 second' });
  for (const ip of ['198.51.100.1', '198.51.100.2', '198.51.100.3']) {
    assert.notEqual((await send(ip, '0000000000')).statusCode, 429);
  }
  for (const ip of ['198.51.100.4', '198.51.100.5', '198.51.100.6']) await send(ip, 'mod');
  assert.equal(
    (await send('198.51.100.7', 'mod')).statusCode,
    429,
    'one key is one caller, wherever it comes from',
  );
});

test('in any order of calls a window never lets more through than it may, and forgets when it is over', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.constantFrom('a', 'b', 'c'), fc.nat(700))), calls => {
      let now = 0;
      const store = new MemoryLimitStore(() => now);
      const begun = new Map<string, { at: number; count: number }>();
      for (const [key, pauseMs] of calls) {
        now += pauseMs;
        const known = begun.get(key);
        const window = known && now < known.at + 1000 ? known : { at: now, count: 0 };
        window.count += 1;
        begun.set(key, window);
        const hit = store.hit(key, 1000);
        assert.equal(hit.count, window.count);
        assert.equal(hit.resetAtMs, window.at + 1000);
      }
    }),
  );
});

test('there is room for so many windows and no more', () => {
  const store = new MemoryLimitStore(() => 0, 10);
  for (let i = 0; i < 1000; i++) store.hit(`k${i}`, 1000);
  assert.equal(store.hit('k999', 1000).count, 2);
  assert.equal(store.hit('k0', 1000).count, 1, 'the oldest had to go');
});

test('limits know a path, an address and a key by what they mean and not by how they are spelled', async () => {
  const { app } = open();
  const id = '00000000-0000-4000-8000-00000000abcd';
  const left = async (url: string, headers: Record<string, string> = {}) => {
    const { headers: told } = await app.inject({ url: `/api/v2/generate/status/${url}`, headers });
    return Number(told['x-ratelimit-remaining']);
  };
  const spellings = [
    id,
    id.replaceAll('0', '%30'),
    id.toUpperCase(),
    id.replace('a', '%61'),
    id.replace('a', '%41'),
    `${id}?`,
    `${id}?x=1`,
    id.replaceAll('-', '%2D'),
    id.replaceAll('-', '%2d'),
  ];
  for (const [i, spelling] of spellings.entries()) assert.equal(await left(spelling), 9 - i, spelling);
  const addresses = ['2001:db8::1', '2001:DB8:0:0::2', '2001:0db8:0000:0000:ffff::9', '[2001:db8::1]'];
  const counts: number[] = [];
  for (const ip of addresses) counts.push(await left('x', { 'x-forwarded-for': ip }));
  assert.deepEqual(counts, [9, 8, 7, 9], 'the last one is no address: the proxy is counted');
  const plain: number[] = [];
  for (const ip of ['203.0.113.9', '::ffff:203.0.113.9', '::FFFF:CB00:7109'])
    plain.push(await left('x', { 'X-FORWARDED-FOR': ip }));
  assert.deepEqual(plain, [9, 8, 7]);
  const send = async (url: string, ip: string, apikey: string) =>
    app.inject({ method: 'POST', url, payload: {}, headers: { 'x-forwarded-for': ip, apikey } });
  const answers: number[] = [];
  for (const [i, url] of ['async', '%61sync', 'a%73ync'].entries()) {
    const key = i % 2 ? 'SHARED-KEY' : 'shared-key';
    answers.push((await send(`/api/v2/generate/${url}`, `203.0.113.${i}`, key)).statusCode);
  }
  assert.deepEqual(answers, [400, 400, 429]);
});
