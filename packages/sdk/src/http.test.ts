import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createClient } from './client.ts';
import { HordeApiError, HordeNetworkError } from './errors.ts';
import { jumpingClock, startStandIn } from './testing/standIn.ts';

test('the key goes only where a route needs it, and headers say who calls', async () => {
  await using horde = await startStandIn(() => ({ json: { id: 'r1', kudos: 1 } }));
  const client = createClient({ url: `${horde.url}/api/`, apikey: ' my-key ', agent: 'me:1:mail' });
  await client.generateAsync({ prompt: 'a cat' });
  await client.check('r1', { fields: ['done', 'wait_time'] });
  await client.models({ type: 'image', minCount: 1 });
  const [async, check, models] = horde.calls;
  assert.equal(async?.headers.apikey, 'my-key');
  assert.equal(async?.headers['client-agent'], 'me:1:mail');
  assert.equal(async?.headers['content-type'], 'application/json');
  assert.equal(check?.headers.apikey, undefined);
  assert.equal(check?.headers['content-type'], undefined);
  assert.equal(check?.headers['x-fields'], 'done,wait_time');
  assert.equal(models?.path, '/api/v2/status/models?type=image&min_count=1');
});

test('without a key calls are anonymous; addresses and keys that cannot be right are refused at once', () => {
  assert.throws(() => createClient({ url: 'aihorde.net' }), /should look like/);
  assert.throws(() => createClient({ url: 'http://127.0.0.1', apikey: 'schlüssel' }), /characters/);
  assert.equal(createClient({ url: 'https://aihorde.net/api/v2/' }).origin, 'https://aihorde.net');
});

test('a refusal becomes a HordeApiError with status, return code, sentence and field errors', async () => {
  await using horde = await startStandIn(() => ({
    status: 400,
    json: {
      message: 'Input payload validation failed',
      errors: { 'params.width': '500 is not a multiple of 64' },
    },
  }));
  const client = createClient({ url: horde.url });
  await assert.rejects(client.generateAsync({ prompt: 'x' }), (error: unknown) => {
    assert(error instanceof HordeApiError);
    assert.equal(error.status, 400);
    assert.equal(error.rc, null);
    assert.deepEqual(error.errors, { 'params.width': '500 is not a multiple of 64' });
    return true;
  });
});

test('a page of a proxy in place of JSON is told by its status, not by a syntax error', async () => {
  await using horde = await startStandIn(() => ({ status: 502, text: '<html>Bad gateway</html>' }));
  const client = createClient({ url: horde.url, world: jumpingClock() });
  await assert.rejects(
    client.performance({ retries: 0 }),
    (error: unknown) => error instanceof HordeApiError && error.status === 502 && error.rc === null,
  );
});

test('the rate limiter is obeyed: the call is repeated after Retry-After, a POST too', async () => {
  let tries = 0;
  await using horde = await startStandIn(() =>
    ++tries === 1
      ? { status: 429, json: { message: '2 per 1 second' }, headers: { 'retry-after': '7' } }
      : { json: { id: 'r1', kudos: 1 } },
  );
  const clock = jumpingClock();
  const client = createClient({ url: horde.url, world: clock });
  await client.generateAsync({ prompt: 'x' });
  assert.equal(tries, 2);
  assert.equal(clock.slept.length, 1);
  assert(clock.slept[0]! >= 7_000, `slept ${clock.slept[0]} ms`);
});

test('a 429 with a return code is a rule of the horde and is not retried', async () => {
  await using horde = await startStandIn(() => ({
    status: 429,
    json: { message: 'no', rc: 'TooManyPrompts' },
  }));
  const client = createClient({ url: horde.url, world: jumpingClock() });
  await assert.rejects(client.generateAsync({ prompt: 'x' }), { rc: 'TooManyPrompts' });
  assert.equal(horde.calls.length, 1);
});

test('after a cut connection a GET is repeated, a POST never: it may have been carried out', async () => {
  let cuts = 0;
  await using horde = await startStandIn(call =>
    call.method === 'POST' || ++cuts === 1
      ? response => response.destroy()
      : { json: { maintenance_mode: false } },
  );
  const client = createClient({ url: horde.url, world: jumpingClock() });
  await client.modes();
  await assert.rejects(client.generateAsync({ prompt: 'x' }), HordeNetworkError);
  assert.deepEqual(horde.lines(), ['GET /status/modes', 'GET /status/modes', 'POST /generate/async']);
});

test('a call that is aborted rejects with the reason of the signal', async () => {
  await using horde = await startStandIn(() => () => {});
  const client = createClient({ url: horde.url });
  const controller = new AbortController();
  const call = client.performance({ signal: controller.signal });
  controller.abort(new Error('changed my mind'));
  await assert.rejects(call, /changed my mind/);
});

test('more than two requests a second wait their turn', async () => {
  await using horde = await startStandIn(() => ({ json: { id: 'r', kudos: 1 } }));
  const clock = jumpingClock();
  const client = createClient({ url: horde.url, world: clock });
  for (let i = 0; i < 4; i++) await client.generateAsync({ prompt: 'x' });
  assert.deepEqual(clock.slept, [1_000]);
});

test('the price is asked as a dry run', async () => {
  await using horde = await startStandIn(() => ({ json: { kudos: 12.5 } }));
  assert.equal(await createClient({ url: horde.url }).price({ prompt: 'x' }), 12.5);
  assert.deepEqual(horde.calls[0]?.body, { prompt: 'x', dry_run: true });
});

test('many requests are looked at in one call, without a key', async () => {
  const checks = { requests: [], missing: ['a', 'b'] };
  await using horde = await startStandIn(() => ({ json: checks }));
  const client = createClient({ url: horde.url, apikey: 'secret' });
  assert.deepEqual(await client.checkMany(['a', 'b']), checks);
  const [call] = horde.calls;
  assert.equal(call?.path, '/api/v2/generate/check');
  assert.deepEqual(call?.body, { ids: ['a', 'b'] });
  assert.equal(call?.headers.apikey, undefined);
});
