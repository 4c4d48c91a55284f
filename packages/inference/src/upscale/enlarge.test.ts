import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import fc from 'fast-check';
import { normals } from '../diffusion/random.ts';
import { createUpscalers } from '../onnx/upscalers.ts';
import { enlarge } from './enlarge.ts';
import { tilesOf } from './tiles.ts';

const upscalers = createUpscalers();
after(() => upscalers.release());

const side = fc.integer({ min: 1, max: 90 });

test('kept parts cover the picture exactly once; each tile is computed with its margin wherever there is picture', () => {
  fc.assert(
    fc.property(
      side,
      side,
      fc.integer({ min: 1, max: 40 }),
      fc.integer({ min: 0, max: 9 }),
      (width, height, tile, margin) => {
        const covered = new Uint8Array(width * height);
        for (const { kept, seen } of tilesOf(width, height, tile, margin)) {
          assert.ok(kept.width <= tile && kept.height <= tile);
          assert.equal(seen.left, Math.max(0, kept.left - margin));
          assert.equal(seen.top + seen.height, Math.min(height, kept.top + kept.height + margin));
          for (let y = kept.top; y < kept.top + kept.height; y++)
            for (let x = kept.left; x < kept.left + kept.width; x++) covered[y * width + x]! += 1;
        }
        assert.ok(covered.every(count => count === 1));
      },
    ),
  );
});

/** Soft blobs of colour. */
function blobs(width: number, height: number) {
  const waves = normals(5, 0, 12);
  const data = Uint8Array.from({ length: 3 * width * height }, (_, i) => {
    const [x, y, c] = [Math.floor(i / 3) % width, Math.floor(i / 3 / width), i % 3];
    return 128 + 80 * Math.sin(waves[c]! * x * 0.1 + waves[c + 3]! * y * 0.1 + waves[c + 6]!);
  });
  return { width, height, data };
}

test('four times larger, and still the same picture: the mean of each 4x4 block is near the pixel it came from', async () => {
  const small = blobs(40, 24);
  const large = await enlarge(await upscalers.quick(), small);
  assert.deepEqual([large.width, large.height], [160, 96]);
  let away = 0;
  for (const [i, value] of small.data.entries()) {
    const [x, y, c] = [Math.floor(i / 3) % 40, Math.floor(i / 3 / 40), i % 3];
    let sum = 0;
    for (let dy = 0; dy < 4; dy++)
      for (let dx = 0; dx < 4; dx++) sum += large.data[3 * ((4 * y + dy) * 160 + 4 * x + dx) + c]!;
    away += Math.abs(sum / 16 - value);
  }
  assert.ok(away / small.data.length < 6, `${away / small.data.length} of 255`);
});

test('tiles leave no seams: a picture enlarged in pieces equals one enlarged whole', async () => {
  const picture = blobs(90, 70);
  const network = await upscalers.quick();
  const whole = await enlarge(network, picture);
  const tiled = await enlarge({ ...network, tileSide: 48 }, picture);
  const worst = whole.data.reduce((max, value, i) => Math.max(max, Math.abs(value - tiled.data[i]!)), 0);
  assert.ok(worst <= 2, `${worst} of 255`);
});

test('it stops between two tiles when it is cancelled', async () => {
  const abort = new AbortController();
  let tiles = 0;
  const network = { ...(await upscalers.quick()), tileSide: 16 };
  const run = enlarge(network, blobs(48, 16), abort.signal, () => {
    tiles += 1;
    abort.abort();
  });
  await assert.rejects(run, { name: 'AbortError' });
  assert.equal(tiles, 1);
});
