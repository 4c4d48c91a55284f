import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { errorsOf, examplesOf, quantile } from '../../../training/measure.ts';
import { multiply } from '../../../training/product.ts';
import { seededRandom } from '../../../training/random.ts';
import { storedNetwork } from '../../../training/stored.ts';
import { readTable, splitTable } from '../../../training/table.ts';
import { Trainer } from '../../../training/trainer.ts';
import { WELL_KNOWN_JOBS } from '../../../training/wellKnownJobs.ts';
import { type NetworkJob, priceFeatures } from './features.ts';
import { networkOf, predictKudos } from './network.ts';

function kudosOf(job: NetworkJob): number {
  const features = priceFeatures(job);
  assert.ok(features);
  return predictKudos(features);
}

const plain = WELL_KNOWN_JOBS.find(({ name }) => name === '512²×30')!.job;

describe('the price network', () => {
  test('is off by at most 2 % in the median and 5 % at the 95th percentile of jobs it has not seen', () => {
    const errors = errorsOf(predictKudos, examplesOf(splitTable(readTable()).heldBack));
    assert.equal(errors.length, 5000);
    assert.ok(quantile(errors, 0.5) <= 0.02, `median ${quantile(errors, 0.5)}`);
    assert.ok(quantile(errors, 0.95) <= 0.05, `p95 ${quantile(errors, 0.95)}`);
  });

  test('is within 3 % of every well-known price', () => {
    for (const { name, kudos, job } of WELL_KNOWN_JOBS)
      assert.ok(Math.abs(kudosOf(job) / kudos - 1) <= 0.03, `${name}: ${kudosOf(job)} for ${kudos}`);
  });

  test('asks more for a picture half as large again, and for half as many steps again', () => {
    const side = fc.integer({ min: 4, max: 20 }).map(count => count * 64);
    const steps = fc.integer({ min: 10, max: 100 });
    const cfgScale = fc.integer({ min: 1, max: 15 });
    fc.assert(
      fc.property(side, side, steps, cfgScale, (width, height, steps, cfgScale) => {
        const job = { ...plain, width, height, steps, cfgScale };
        const kudos = kudosOf(job);
        const wider = 64 * Math.ceil((width * 1.5) / 64);
        assert.ok(kudosOf({ ...job, width: wider }) > kudos);
        assert.ok(kudosOf({ ...job, steps: Math.ceil(steps * 1.5) }) > kudos);
      }),
    );
  });

  test('prices every sampler that has no price of its own like its nearest relative', () => {
    const same = (one: Partial<NetworkJob>, other: Partial<NetworkJob>) =>
      assert.equal(kudosOf({ ...plain, ...one }), kudosOf({ ...plain, ...other }));
    for (const sampler of ['DDIM', 'lcm', 'dpmsolver', 'not yet invented'])
      same({ sampler }, { sampler: 'k_euler' });
    same(
      { sourceImage: true, sourceProcessing: 'remix' },
      { sourceImage: true, sourceProcessing: 'img2img' },
    );
    same({ sourceProcessing: 'img2img', denoisingStrength: 0.3 }, {});
    same({ cfgScale: 100 }, { cfgScale: 30 });
  });

  test('does not pretend to know what its table lacks', () => {
    for (const strange of [
      { width: 3136 },
      { height: 32 },
      { steps: 501 },
      { controlType: 'lineart' },
      { postProcessing: ['GFPGAN', 'RestoreFormer'] },
    ])
      assert.equal(priceFeatures({ ...plain, ...strange }), undefined);
  });

  test('refuses weights that are cut short', () => {
    const stored = storedNetwork([2, 1], [Float64Array.of(1, 2, 3)]);
    assert.equal(networkOf(stored)(Float64Array.of(1, 1)).toFixed(2), '6.00');
    assert.throws(() => networkOf({ ...stored, shape: [1, 1] }), RangeError);
  });
});

describe('its training', () => {
  test('multiplies matrices of any size', () => {
    const size = fc.integer({ min: 1, max: 9 });
    fc.assert(
      fc.property(size, size, size, fc.integer(), (rows, columns, inner, seed) => {
        const random = seededRandom(seed);
        const left = Float64Array.from({ length: rows * inner }, random);
        const right = Float64Array.from({ length: inner * columns }, random);
        const result = new Float64Array(rows * columns);
        multiply(
          result,
          { values: left, rowStep: inner, columnStep: 1 },
          // Columns one after the other.
          { values: right, rowStep: 1, columnStep: inner },
          { rows, columns, inner },
        );
        for (let row = 0; row < rows; row++)
          for (let column = 0; column < columns; column++) {
            let sum = 0;
            for (let k = 0; k < inner; k++) sum += left[row * inner + k]! * right[column * inner + k]!;
            assert.ok(Math.abs(result[row * columns + column]! - sum) < 1e-12);
          }
      }),
    );
  });

  test('learns a small table, and the same from the same seed', () => {
    const features = Float64Array.of(0, 0, 0, 1, 1, 0, 1, 1);
    const examples = { features, kudos: Float64Array.of(5, 10, 20, 80) };
    const rows = Uint32Array.of(0, 1, 2, 3);
    const learnt = () => {
      const trainer = new Trainer([2, 8, 8, 1], 4, seededRandom(3));
      for (let step = 0; step < 1500; step++) trainer.learn(examples, rows, 0.01 * (1 - step / 1500), 0);
      return storedNetwork([2, 8, 8, 1], trainer.parameters());
    };
    const stored = learnt();
    const network = networkOf(stored);
    for (const row of rows) {
      const kudos = examples.kudos[row]!;
      assert.ok(Math.abs(network(features.subarray(row * 2, row * 2 + 2)) / kudos - 1) < 0.02);
    }
    assert.deepEqual(learnt(), stored);
  });
});
