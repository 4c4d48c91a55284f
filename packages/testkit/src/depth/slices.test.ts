import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { ask, dreamer, type Popped, startImageHorde } from './play.ts';

const horde = await startImageHorde();
after(() => horde.stop());
const alice = await horde.user({ kudos: 100_000, trusted: true });

interface Status {
  done: boolean;
  finished: number;
  generations: { id: string }[];
}

/** Works a request off in slices. @returns what each pop got, and the status at the end */
async function workOff(params: object, agent?: string): Promise<{ slices: Popped[]; status: Status }> {
  const { id } = await ask(horde, alice, { models: ['Deliberate'], params: { n: 20, ...params } });
  const settings = { name: 'w', amount: 8, max_pixels: 1024 ** 2 };
  const worker = dreamer(horde, alice, agent === undefined ? settings : { ...settings, bridge_agent: agent });
  const slices: Popped[] = [];
  for (let popped = await worker.pop(); popped.id !== null; popped = await worker.pop()) {
    slices.push(popped);
    await Promise.all(popped.ids.map(jobId => worker.submit(jobId)));
  }
  return { slices, status: (await horde.call('GET', `/generate/status/${id}`)).body };
}

test('a batch of twenty is cut into what a worker manages, and is done when all of it is', async () => {
  const { slices, status } = await workOff({ seed: '7' });
  assert.deepEqual(
    slices.map(({ ids }) => ids.length),
    [8, 8, 4],
  );
  assert.deepEqual(new Set(slices.map(({ payload }) => payload.n_iter)), new Set([8, 4]));
  assert.deepEqual([status.done, status.finished, status.generations.length], [true, 20, 20]);
  assert.equal(new Set(slices.flatMap(({ ids }) => ids)).size, 20);
});

test('slices of one seed go on where the last ended, for workers that can; others get what they always got', async () => {
  const places = ({ slices }: { slices: Popped[] }) => slices.map(({ payload }) => payload.batch_index);
  const OURS = 'OpenHorde Worker:1.0.0:https://example.org';
  assert.deepEqual(places(await workOff({ seed: '7' }, OURS)), [undefined, 8, 16]);
  assert.deepEqual(places(await workOff({ seed: '7' })), [undefined, undefined, undefined]);
  assert.deepEqual(places(await workOff({}, OURS)), [undefined, undefined, undefined]);
  const varied = await workOff({ seed: '7', seed_variation: 3 }, OURS);
  assert.deepEqual(places(varied), [undefined, undefined, undefined]);
  assert.deepEqual(
    varied.slices.map(({ payload }) => payload.seed),
    ['67', '43', '19'],
  );
});
