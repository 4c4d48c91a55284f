import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ADVERSARIAL_SHAPES, assertLinear } from './linear.ts';

/** Loops `count` times and does something that no compiler leaves out. */
function spin(count: number): void {
  let sum = 0;
  for (let i = 0; i < count; i++) sum += Math.sqrt(i);
  if (sum < 0) throw new Error('never');
}

test('quadratic work is found out, linear work passes', async () => {
  await assertLinear('linear', size => spin(size * 20_000), { size: 20_000 });
  await assert.rejects(
    assertLinear('quadratic', size => spin(size ** 2), { size: 20_000 }),
    /quadratic: 10000 take/,
  );
});

test('a shape is as long as it is asked to be', () => {
  for (const [name, shape] of Object.entries(ADVERSARIAL_SHAPES)) {
    for (const length of [36, 1000]) {
      const made = shape(length).length;
      assert.ok(made <= length && made > length - 10, `${name}: ${made} of ${length}`);
    }
  }
});
