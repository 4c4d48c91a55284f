import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { createClient } from '@openhorde/sdk';
import { startWorker, workerConfigFrom } from '@openhorde/worker';
import { startTestHorde } from '../testHorde.ts';
import { ask, askAnyway, dreamer, type ImageBody, look } from './play.ts';

// One image of a batch is made again alone: by the seed of the batch and its place, with the shipped engine and model.

const horde = await startTestHorde();
const owner = await horde.user({ username: 'owner', kudos: 100_000, trusted: true });
after(() => horde.stop());

const picture: ImageBody & { prompt: string } = {
  prompt: 'a red heart',
  models: ['emoji-64'],
  params: { width: 64, height: 64, steps: 4, sampler_name: 'k_euler_a', seed: '4242' },
};

test('no other worker gets it: it would draw the first image of the batch without a word', async () => {
  const old = dreamer(horde, owner, { name: 'old', models: ['emoji-64'] });
  await old.pop();
  const { id, reasons } = await ask(horde, owner, {
    ...picture,
    params: { ...picture.params, batch_index: 2 },
  });
  assert.deepEqual(
    reasons?.constraints?.map(({ name, alone }) => [name, alone]),
    [['batch_index', 1]],
  );
  assert.deepEqual(reasons?.nearest, { params: { batch_index: null } });
  const popped = await old.pop();
  assert.deepEqual([popped.id, popped.skipped.bridge_version], [null, 1]);
  await horde.call('DELETE', `/generate/status/${id}`);
});

test('without a seed, with several images or a variation there is no such place', async () => {
  for (const params of [
    { batch_index: 2 },
    { batch_index: 2, seed: '' },
    { batch_index: 0, seed: '1', n: 2 },
    { batch_index: 0, seed: '1', seed_variation: 3 },
  ]) {
    const { status, body } = await askAnyway(horde, owner, { ...picture, params });
    assert.deepEqual([status, body.rc], [400, 'BadBatchIndex']);
  }
  assert.equal((await askAnyway(horde, owner, { params: { seed: '1', batch_index: 20 } })).status, 400);
});

test('each image of a batch of four comes again, byte for byte', { timeout: 180_000 }, async () => {
  const { config } = workerConfigFrom({
    horde_url: horde.url,
    api_key: owner.apikey,
    dreamer_name: 'ours',
    openhorde_home: horde.home,
    max_power: 2,
    max_batch: 4,
    engine_options: { threads: 1 },
  });
  const worker = startWorker(config);
  const client = createClient({ url: horde.url, apikey: owner.apikey });
  try {
    const batch = await client.generate({ ...picture, params: { ...picture.params, n: 4 } });
    assert.equal(batch.faulted, false);
    const places = batch.generations.map(({ gen_metadata }) =>
      Number(gen_metadata.find(({ type }) => type === 'batch_index')?.ref),
    );
    assert.deepEqual([...places].sort(), [0, 1, 2, 3], 'they came as one batch');
    const images = await Promise.all(batch.generations.map(generation => bytesOf(generation)));
    assert.equal(new Set(images).size, 4);

    const sliced = await client.generate({ ...picture, params: { ...picture.params, n: 6 } });
    const all = await Promise.all(sliced.generations.map(generation => bytesOf(generation)));
    assert.equal(new Set(all).size, 6, 'the second slice goes on where the first ended');
    assert.deepEqual(new Set([...all, ...images]), new Set(all), 'and the first is the batch of four');

    for (const place of [2, 0]) {
      const params = { ...picture.params, batch_index: place };
      const alone = await client.generate({ ...picture, params });
      const [image] = alone.generations;
      assert.equal(await bytesOf(image!), images[places.indexOf(place)]);
      assert.equal(image?.seed, String(4242 + place), 'the seed that makes it without a place');
      assert.equal((await look(horde, alone.id)).is_possible, true);
    }
  } finally {
    worker.stop();
    await worker.stopped;
  }

  async function bytesOf(generation: { img: string }): Promise<string> {
    return Buffer.from(await client.download(generation)).toString('base64');
  }
});
