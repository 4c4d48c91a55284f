import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { ask, dreamer, look, startImageHorde } from './play.ts';

// The answer to a request that no worker can take says why, and which request a worker could take.

const horde = await startImageHorde();
after(() => horde.stop());
const alice = await horde.user({ username: 'alice', kudos: 100_000 });
const bob = await horde.user({ username: 'bob', trusted: true });

const small = dreamer(horde, bob, { name: 'small', max_pixels: 512 * 768, nsfw: false });
const plain = dreamer(horde, bob, { name: 'plain', allow_lora: false });
await small.pop();
await plain.pop();

test('the answer names what keeps whom away, and the nearest request, which is then taken', async () => {
  const body = { models: ['Deliberate'], params: { width: 768, height: 1152, loras: [{ name: 'x' }] } };
  const { id, message, warnings, reasons } = await ask(horde, alice, body);
  assert.match(message ?? '', /no available workers/i);
  assert.equal(warnings?.[0]?.code, 'NoAvailableWorker');
  assert.deepEqual(
    reasons?.constraints?.map(({ name, workers, alone }) => [name, workers, alone]),
    [
      ['lora', 1, 1],
      ['size', 1, 0],
      ['nsfw', 1, 0],
    ],
  );
  assert.ok(reasons?.constraints?.every(each => (each.message ?? '').endsWith('.')));
  assert.equal(reasons?.workers, 2);
  assert.deepEqual(reasons?.nearest, { params: { loras: null } });

  const check = await look(horde, id);
  assert.deepEqual([check.is_possible, check.reasons], [false, reasons]);
  assert.deepEqual((await look(horde, id, 'status')).reasons, reasons);

  const { loras: _, ...params } = body.params;
  const better = await ask(horde, alice, { ...body, params });
  assert.equal(better.reasons, undefined);
  assert.equal((await plain.pop()).id !== null, true);
});

test('the key is left out as soon as a worker can take it, and when nothing waits any more', async () => {
  const { id } = await ask(horde, alice, { models: ['SDXL 1.0'] });
  assert.deepEqual((await look(horde, id)).reasons?.nearest, { models: ['Deliberate'] });
  await dreamer(horde, bob, { name: 'large', models: ['SDXL 1.0'], nsfw: false }).pop();
  assert.equal((await look(horde, id)).is_possible, false, 'the new one takes nothing unsafe');
  await horde.call('DELETE', `/generate/status/${id}`);
  const cancelled = await look(horde, id);
  assert.equal('reasons' in cancelled, false);
  assert.equal(cancelled.done, true);
});

test('an empty horde has no constraint to name', async () => {
  const empty = await startImageHorde();
  try {
    const user = await empty.user();
    const { reasons } = await ask(empty, user, {});
    assert.deepEqual(reasons, { workers: 0, constraints: [] });
  } finally {
    await empty.stop();
  }
});

test('in a raid no requester is told what the horde lacks', async () => {
  const raided = await startImageHorde();
  try {
    const user = await raided.user();
    const { id } = await ask(raided, user, {});
    raided.horde.modes().raid = true;
    const { reasons, message } = await ask(raided, user, {});
    assert.deepEqual([reasons, message], [undefined, undefined]);
    assert.equal('reasons' in (await look(raided, id)), false);
    assert.equal('reasons' in (await look(raided, id, 'status')), false);
  } finally {
    await raided.stop();
  }
});
