import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { basePixelsOf, SHAPES, shapeOf, sizeOf, sizeOfRatio, sizeWithin } from './sizes.ts';

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

test('a picture of any shape keeps it, about as large as before', () => {
  assert.deepEqual(sizeOfRatio(4000 / 3000, 512), { widthPixels: 576, heightPixels: 448 });
  assert.deepEqual(sizeOfRatio(1 / 40, 512), { widthPixels: 64, heightPixels: 3072 });
});

test('a size that is too large becomes the next smaller one of its shape', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 48 }),
      fc.integer({ min: 1, max: 48 }),
      fc.integer({ min: 64 * 64, max: 3072 * 3072 }),
      (columns, rows, pixelsMax) => {
        const asked = { widthPixels: columns * 64, heightPixels: rows * 64 };
        const { widthPixels, heightPixels } = sizeWithin(asked, pixelsMax);
        const isSmallest = Math.min(widthPixels, heightPixels) === 64;
        assert.ok(widthPixels * heightPixels <= pixelsMax || isSmallest);
        if (asked.widthPixels * asked.heightPixels <= pixelsMax)
          assert.deepEqual({ widthPixels, heightPixels }, asked);
      },
    ),
  );
});
