import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { Tensor } from 'onnxruntime-common';
import { floatsOf, floatsToHalves, floatTensor, halvesToFloats, numberTensor } from './tensor.ts';

test('every half-precision number comes back from float32 as it was', () => {
  const all = Uint16Array.from({ length: 65_536 }, (_, i) => i).filter(bits => (bits & 0x7c00) !== 0x7c00);
  assert.deepEqual(floatsToHalves(halvesToFloats(all)), all);
});

test('floats are rounded to the nearest half-precision number', () => {
  fc.assert(
    fc.property(fc.double({ min: -65_000, max: 65_000, noNaN: true }), value => {
      const [back] = halvesToFloats(floatsToHalves(Float32Array.of(value)));
      assert.ok(Math.abs(back! - value) <= Math.max(2 ** -25, Math.abs(value) * 2 ** -11) * 1.001);
    }),
  );
  assert.equal(halvesToFloats(floatsToHalves(Float32Array.of(1e6)))[0], Number.POSITIVE_INFINITY);
});

test('a tensor is made and read in the type that the network has', () => {
  const values = Float32Array.of(0.5, -2, 1024);
  for (const type of ['float32', 'float16'] as const) {
    const tensor = floatTensor(type, values, [3]);
    assert.equal(tensor.type, type);
    assert.deepEqual(floatsOf(tensor), values);
  }
  for (const type of ['int64', 'int32', 'float32', 'float16'] as const)
    assert.equal(numberTensor(type, [7], [1]).type, type);
  assert.throws(() => floatsOf(new Tensor('int32', Int32Array.of(1), [1])), /int32/);
  assert.throws(() => numberTensor('bool', [1], [1]), /bool/);
});
