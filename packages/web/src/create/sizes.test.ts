import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { basePixelsOf, SHAPES, shapeOf, sizeOf } from './sizes.ts';

const anyShape = fc.constantFrom(...SHAPES.map(shape => shape.id));
const anyBase = fc.integer({ min: 8, max: 20 }).map(steps => steps * 64);

test('every preset has sides in steps of 64 and about the area of its square', () => {
  fc.assert(
    fc.property(anyShape, anyBase, (shape, base) => {
      const { widthPixels, heightPixels } = sizeOf(shape, base);
      assert.equal(widthPixels % 64, 0);
      assert.equal(heightPixels % 64, 0);
      const area = (widthPixels * heightPixels) / base ** 2;
      assert.ok(area > 0.8 && area < 1.25, `${shape} at ${base}: ${area}`);
    }),
  );
});

test('the usual presets of 512 and 1024', () => {
  assert.deepEqual(sizeOf('square', 512), { widthPixels: 512, heightPixels: 512 });
  assert.deepEqual(sizeOf('landscape', 512), { widthPixels: 640, heightPixels: 448 });
  assert.deepEqual(sizeOf('wide', 1024), { widthPixels: 1344, heightPixels: 768 });
});

test('a preset of 1024 is recognised as its shape', () => {
  for (const { id } of SHAPES) assert.equal(shapeOf(sizeOf(id, 1024)), id);
});

test('odd sizes have no name, but a scale', () => {
  assert.equal(shapeOf({ widthPixels: 64, heightPixels: 3072 }), null);
  assert.equal(basePixelsOf({ widthPixels: 512, heightPixels: 512 }), 512);
});
