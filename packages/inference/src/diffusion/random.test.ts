import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { batchNormals, normals } from './random.ts';

const seed = fc.integer({ min: 0, max: Number.MAX_SAFE_INTEGER });

test('noise depends on seed and stream alone', () => {
  fc.assert(
    fc.property(seed, fc.nat(500), (value, stream) => {
      assert.deepEqual(normals(value, stream, 64), normals(value, stream, 64));
    }),
  );
});

test('other seeds and other streams give other noise, also when they differ above the 32nd bit', () => {
  const known = new Set<string>();
  for (const [value, stream] of [
    [0, 0],
    [1, 0],
    [0, 1],
    [1, 1],
    [2 ** 32, 0],
    [2 ** 32 + 1, 0],
    [2 ** 53 - 1, 0],
  ])
    known.add(normals(value!, stream!, 8).join());
  assert.equal(known.size, 7);
});

test('picture i of a batch has the noise of its own seed', () => {
  fc.assert(
    fc.property(fc.array(seed, { minLength: 1, maxLength: 6 }), fc.nat(60), (seeds, stream) => {
      const batch = batchNormals(seeds, stream, 33);
      for (const [i, value] of seeds.entries())
        assert.deepEqual(batch.slice(33 * i, 33 * i + 33), normals(value, stream, 33));
    }),
  );
});

test('the numbers are standard normal: mean 0, variance 1, kurtosis 3, neighbours independent', () => {
  const count = 200_000;
  const values = normals(1234, 0, count);
  const mean = (of: (i: number) => number) => {
    let sum = 0;
    for (let i = 0; i < count - 1; i++) sum += of(i);
    return sum / (count - 1);
  };
  assert.ok(Math.abs(mean(i => values[i]!)) < 0.01);
  assert.ok(Math.abs(mean(i => values[i]! ** 2) - 1) < 0.02);
  assert.ok(Math.abs(mean(i => values[i]! ** 4) - 3) < 0.15);
  assert.ok(Math.abs(mean(i => values[i]! * values[i + 1]!)) < 0.01);
});
