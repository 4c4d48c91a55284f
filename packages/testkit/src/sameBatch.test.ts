import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { PICTURE_BASE64 } from './picture.ts';
import { startTestHorde } from './testHorde.ts';

const horde = await startTestHorde({
  IMAGE_MODELS: fileURLToPath(new URL('../stories/image-models.json', import.meta.url)),
});
after(() => horde.stop());

interface Counters {
  waiting: number;
  processing: number;
  finished: number;
  restarted: number;
}

test('a result and a fault of one request that come together are both seen, and the job is taken again', async () => {
  const { apikey } = await horde.user({ kudos: 10_000, trusted: true });
  const call = async <T>(method: string, path: string, body?: unknown) =>
    (await horde.call(method, path, { apikey, body })).body as T;
  const pop = () =>
    call<{ ids: string[] }>('POST', '/generate/pop', {
      name: 'a worker',
      models: ['Deliberate'],
      amount: 2,
      max_pixels: 4_194_304,
      bridge_agent: 'AI Horde Worker reGen:10.0.0:test',
    });
  const submit = (id: string | undefined, state: 'ok' | 'faulted') =>
    call('POST', '/generate/submit', { id, generation: PICTURE_BASE64, seed: 1, state });
  for (let round = 0; round < 10; round++) {
    const { id } = await call<{ id: string }>('POST', '/generate/async', {
      prompt: 'a cat',
      models: ['Deliberate'],
      params: { n: 2, steps: 10 },
    });
    const { ids } = await pop();
    await Promise.all([submit(ids[0], 'ok'), submit(ids[1], 'faulted')]);
    const counters = await call<Counters>('GET', `/generate/check/${id}`);
    const { waiting, processing, finished, restarted } = counters;
    assert.deepEqual(
      { waiting, processing, finished, restarted },
      { waiting: 1, processing: 0, finished: 1, restarted: 1 },
    );
    assert.equal((await pop()).ids.length, 1);
  }
});
