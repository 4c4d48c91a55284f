import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { ask, askAnyway, dreamer, startImageHorde, userWith } from './play.ts';

const horde = await startImageHorde();
after(() => horde.stop());

test('a customizer serves models by names of his own, and a tag in the name tells the family', async () => {
  const carl = await userWith(
    horde,
    { customizer: true },
    { username: 'carl', kudos: 100_000, trusted: true },
  );
  const models = ['My Mix [SDXL]', 'Swift [Flux]', 'Plain mix'];
  const his = dreamer(horde, carl, { name: 'his', models, amount: 20, max_pixels: 1024 ** 2 });
  await his.pop();
  const { body } = await horde.call('GET', '/status/models?model_state=custom');
  assert.deepEqual((body as { name: string }[]).map(({ name }) => name).sort(), [...models].sort());

  const rewards: number[] = [];
  const slices: number[] = [];
  for (const model of ['Plain mix', 'My Mix [SDXL]', 'Swift [Flux]']) {
    const params = {
      n: 12,
      width: 512,
      height: 512,
      steps: 8,
      sampler_name: 'k_euler' as const,
      cfg_scale: 3,
    };
    await ask(horde, carl, { models: [model], params });
    const { ids } = await his.pop();
    slices.push(ids.length);
    rewards.push((await his.submit(ids[0])).reward);
    for (const id of ids.slice(1)) await his.submit(id);
    while ((await his.pop()).id !== null);
  }
  const [usual, xl, flux] = rewards as [number, number, number];
  assert.ok(Math.abs(xl - 2 * usual) < 0.02, `${xl} is twice ${usual}`);
  assert.ok(Math.abs(flux - 8 * usual) < 0.08, `${flux} is eight times ${usual}`);
  assert.deepEqual(slices, [12, 12, 5], 'Flux weighs five times as much in a batch');

  const tagged = await askAnyway(horde, carl, {
    models: ['My Mix [SDXL]'],
    params: { control_type: 'canny' },
  });
  assert.equal(tagged.body.rc, 'ControlNetSourceMissing');
  const hires = await askAnyway(horde, carl, { models: ['Swift [Flux]'], params: { hires_fix: true } });
  assert.equal(hires.body.rc, 'HiResMismatch');
});
