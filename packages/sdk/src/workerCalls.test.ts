import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createClient } from './client.ts';
import { HordeApiError } from './errors.ts';
import { jumpingClock, startStandIn } from './testing/standIn.ts';

test('a pop asks to be held, and tells whether it was', async () => {
  let honours = true;
  await using horde = await startStandIn(() => ({
    json: { id: null, ids: [], payload: {}, skipped: { models: 2 } },
    ...(honours && { headers: { 'Preference-Applied': 'wait=25' } }),
  }));
  const client = createClient({ url: horde.url, apikey: 'key' });
  const first = await client.pop({ name: 'W', models: ['m'] }, { waitSeconds: 25 });
  honours = false;
  const second = await client.pop({ name: 'W', models: ['m'] }, { waitSeconds: 25 });
  assert.deepEqual([first.waited, second.waited], [true, false]);
  assert.deepEqual(first.answer, { id: null, ids: [], payload: {}, skipped: { models: 2 } });
  assert.equal(horde.calls[0]?.headers.prefer, 'wait=25');
});

test('an upload is a bare PUT of the bytes: no content type, no key', async () => {
  await using horde = await startStandIn(() => ({ status: 200 }));
  const client = createClient({ url: horde.url, apikey: 'key' });
  await client.upload(`${horde.url}/bucket/a%20b.webp?sig=1%2F2`, new Uint8Array([1, 2, 3]));
  const call = horde.calls[0];
  assert.equal(call?.method, 'PUT');
  assert.equal(call?.path, '/bucket/a%20b.webp?sig=1%2F2');
  assert.equal(call?.headers['content-type'], undefined);
  assert.equal(call?.headers.apikey, undefined);
  assert.deepEqual([...(call?.bytes ?? [])], [1, 2, 3]);
});

test('a store that refuses an upload is told by its status', async () => {
  await using horde = await startStandIn(() => ({ status: 403, text: '<Error>expired</Error>' }));
  await assert.rejects(
    createClient({ url: horde.url }).upload(`${horde.url}/x`, new Uint8Array(1)),
    (error: unknown) => error instanceof HordeApiError && error.status === 403,
  );
});

test('a horde that knows no progress reports is asked once in ten minutes', async () => {
  await using horde = await startStandIn(() => ({ status: 404, json: { message: 'not found' } }));
  const clock = jumpingClock();
  const client = createClient({ url: horde.url, world: clock });
  const report = { id: 'j', step: 1, steps: 2 };
  assert.equal(await client.progress(report), null);
  assert.equal(await client.progress(report), null);
  assert.equal(horde.calls.length, 1);
  await clock.sleep(600_000);
  assert.equal(await client.progress(report), null);
  assert.equal(horde.calls.length, 2);
});

test('a job that the horde does not know is an error of its own, not a missing route', async () => {
  await using horde = await startStandIn(() => ({
    status: 404,
    json: { message: 'no', rc: 'InvalidJobID' },
  }));
  const report = { id: 'j', step: 1, steps: 2 };
  await assert.rejects(createClient({ url: horde.url }).progress(report), { rc: 'InvalidJobID' });
});

test('images are loaded from their address, or read from base64', async () => {
  await using horde = await startStandIn(() => ({ text: 'RIFF', headers: { 'content-type': 'image/webp' } }));
  const client = createClient({ url: horde.url, apikey: 'key' });
  const [loaded, read] = [
    await client.download({ img: `${horde.url}/images/1.webp` }),
    await client.download({ img: btoa('RIFF') }),
  ];
  assert.deepEqual(loaded, read);
  assert.equal(horde.calls[0]?.headers.apikey, undefined);
});
