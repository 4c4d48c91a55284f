import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { noiseLevels, trainedLevels } from '../noiseSchedule.ts';
import { batchNormals } from '../random.ts';
import { SAMPLER_FUNCTIONS, type SamplerName } from './index.ts';

const trained = trainedLevels({
  timesteps: 1000,
  betaSchedule: 'scaled_linear',
  betaStart: 0.00085,
  betaEnd: 0.012,
});
const SIZE = 16;
const names = Object.keys(SAMPLER_FUNCTIONS) as SamplerName[];

/** Samples with a denoiser that is known in closed form. */
async function sample(
  name: SamplerName,
  steps: number,
  denoise: (x: number, sigma: number) => number,
  seed = 1,
) {
  const levels = noiseLevels(trained, steps, 'karras');
  const start = batchNormals([seed], 0, SIZE).map(value => value * levels[0]!);
  const finished: number[] = [];
  const result = await SAMPLER_FUNCTIONS[name](start.slice(), {
    levels,
    denoise: async (x, sigma) => x.map(value => denoise(value, sigma)),
    noise: step => batchNormals([seed], step + 1, SIZE),
    finishStep: step => finished.push(step),
  });
  return { start, result, finished, levels };
}

for (const name of names) {
  test(`${name}: where the data is a single point, it is reached, step by step`, async () => {
    const { result, finished } = await sample(name, 12, () => 0.75);
    for (const value of result) assert.ok(Math.abs(value - 0.75) < 1e-5);
    assert.deepEqual(
      finished,
      Array.from({ length: 12 }, (_, i) => i),
    );
  });

  test(`${name}: the same seed gives the same numbers`, async () => {
    const [a, b] = [await sample(name, 7, x => x / 3), await sample(name, 7, x => x / 3)];
    assert.deepEqual(a.result, b.result);
  });
}

/**
 * For standard normal data the best estimate is x / (1 + sigma^2), and the exact solution of the equation that the
 * deterministic samplers solve is x / sqrt(1 + sigma^2).
 */
async function errorOf(name: SamplerName, steps: number): Promise<number> {
  const { start, result, levels } = await sample(name, steps, (x, sigma) => x / (1 + sigma * sigma));
  const exact = start.map(value => value / Math.sqrt(1 + levels[0]! ** 2));
  return Math.max(...result.map((value, i) => Math.abs(value - exact[i]!)));
}

test('euler halves its error with twice the steps; dpmpp_2m, of second order, is nearer with as many', async () => {
  const [ten, twenty, forty] = [
    await errorOf('k_euler', 10),
    await errorOf('k_euler', 20),
    await errorOf('k_euler', 40),
  ];
  assert.ok(twenty < 0.65 * ten && forty < 0.65 * twenty);
  assert.ok((await errorOf('k_dpmpp_2m', 20)) < 0.5 * twenty);
});

test('DDIM is euler in other words', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 1, max: 25 }),
      fc.double({ min: 0, max: 1, noNaN: true }),
      async (steps, pull) => {
        const estimate = (x: number, sigma: number) => pull + x / (2 + sigma);
        const [a, b] = [await sample('DDIM', steps, estimate), await sample('k_euler', steps, estimate)];
        a.result.forEach((value, i) => {
          assert.ok(Math.abs(value - b.result[i]!) < 1e-4);
        });
      },
    ),
    { numRuns: 30 },
  );
});

test('euler_a adds as much noise as it takes away: its results keep the spread of the data', async () => {
  let sum = 0;
  const runs = 200;
  for (let seed = 0; seed < runs; seed++) {
    const { result } = await sample('k_euler_a', 30, (x, sigma) => x / (1 + sigma * sigma), seed);
    for (const value of result) sum += value * value;
  }
  const spread = Math.sqrt(sum / (runs * SIZE));
  assert.ok(spread > 0.85 && spread < 1.1, `${spread}`);
});
