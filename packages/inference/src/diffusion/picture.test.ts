import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { cellMask, pasteKept, pictureOf, planesOf } from './picture.ts';

const bytes = (length: number) => fc.uint8Array({ minLength: length, maxLength: length });

test('a picture comes back from its planes as it was', () => {
  fc.assert(
    fc.property(bytes(3 * 4 * 2), data => {
      const picture = { width: 4, height: 2, data };
      assert.deepEqual(pictureOf(planesOf(picture), 4, 2), picture);
    }),
  );
});

test('pixels that a mask keeps have the bytes of the source, those that it paints the bytes of the painting', () => {
  fc.assert(
    fc.property(
      bytes(12),
      bytes(12),
      fc.array(fc.constantFrom(0, 255), { minLength: 4, maxLength: 4 }),
      (a, b, mask) => {
        const size = { width: 2, height: 2 };
        const { data } = pasteKept(
          { ...size, data: a },
          { ...size, data: b },
          { ...size, data: Uint8Array.from(mask) },
        );
        data.forEach((value, i) => {
          assert.equal(value, mask[Math.floor(i / 3)] === 0 ? b[i] : a[i]);
        });
      },
    ),
  );
});

test('a latent cell is drawn anew as soon as one of its pixels is', () => {
  const data = new Uint8Array(64);
  data[3 * 8 + 5] = 255;
  data[7 * 8] = 51;
  const cells = cellMask({ width: 8, height: 8, data }, 4);
  [0, 1, 0.2, 0].forEach((want, i) => {
    assert.ok(Math.abs(cells[i]! - want) < 1e-6);
  });
});
