import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { makeDots, placeOf } from './swarmField.ts';

test('the same job has the same dots, another job has others', () => {
  assert.deepEqual(makeDots(20, 'a'), makeDots(20, 'a'));
  assert.notDeepEqual(makeDots(20, 'a'), makeDots(20, 'b'));
});

test('a dot stays near the square all the time and is at home in the end', () => {
  const dots = makeDots(60, 'seed');
  fc.assert(
    fc.property(fc.double({ min: 0, max: 1, noNaN: true }), fc.nat(100_000), (order, seconds) => {
      for (const dot of dots) {
        const { x, y } = placeOf(dot, order, seconds);
        assert.ok(x > -0.1 && x < 1.1 && y > -0.1 && y < 1.1);
      }
    }),
  );
  for (const dot of dots) {
    const { x, y } = placeOf(dot, 1, 5);
    assert.ok(Math.hypot(x - dot.homeX, y - dot.homeY) < 1e-9);
  }
});
