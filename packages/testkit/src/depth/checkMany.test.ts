import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import type { RequestsChecked } from '@openhorde/contract';
import { ask, dreamer, look, startImageHorde } from './play.ts';

const horde = await startImageHorde();
after(() => horde.stop());
const alice = await horde.user({ kudos: 10_000 });
type Looked = RequestsChecked['requests'][number];

const NOBODY = '00000000-0000-4000-8000-000000000000';

async function checkMany(ids: unknown): Promise<{ status: number; body: RequestsChecked }> {
  return horde.call('POST', '/generate/check', { body: { ids } });
}

test('many requests are looked at in one call: each as check tells it, and the missing ones by name', async () => {
  const first = await ask(horde, alice, { models: ['Deliberate'] });
  const second = await ask(horde, alice, { models: ['SDXL 1.0'], params: { n: 3 } });
  await dreamer(horde, alice, { name: 'w' }).pop();
  const { status, body } = await checkMany([second.id, NOBODY, first.id, 'heron', second.id]);
  assert.equal(status, 200);
  assert.deepEqual(
    body.requests.map(({ id }) => id),
    [second.id, first.id],
  );
  assert.deepEqual(body.missing, [NOBODY, 'heron']);
  const [{ id: _, ...waiting }, { id: __, ...working }] = body.requests as [Looked, Looked];
  assert.deepEqual(waiting, await look(horde, second.id));
  assert.deepEqual(working, await look(horde, first.id));
});

test('ids are read as check reads them, whatever their case', async () => {
  const { id } = await ask(horde, alice, {});
  const shout = id!.toUpperCase();
  assert.deepEqual((await checkMany([shout])).body.requests[0]?.id, shout);
});

test('a hundred ids are enough, none are no fault', async () => {
  assert.deepEqual((await checkMany([])).body, { requests: [], missing: [] });
  assert.equal((await checkMany(Array(100).fill(NOBODY))).status, 200);
  assert.equal((await checkMany(Array(101).fill(NOBODY))).status, 400);
  assert.equal((await checkMany('x')).status, 400);
  assert.equal((await checkMany([7])).status, 400);
});
