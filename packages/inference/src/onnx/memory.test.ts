import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readCatalog } from '../catalog.ts';
import { tinyFolder } from '../testing/folders.ts';
import { drawingBytes, machineLimits } from './memory.ts';

test('more pixels and more pictures never need less memory', async t => {
  const entry = (await readCatalog([await tinyFolder(t)], assert.fail)).get('tiny')!;
  let before = 0;
  for (const [side, count] of [
    [64, 1],
    [128, 1],
    [128, 2],
    [512, 2],
    [512, 8],
  ] as const) {
    const bytes = drawingBytes(entry, { width: side, height: side, count });
    assert.ok(bytes > before);
    before = bytes;
  }
});

test('a smaller machine is offered smaller batches, then smaller pictures; the least is one of 64 pixels', async t => {
  const entries = [...(await readCatalog([await tinyFolder(t)], assert.fail)).values()];
  const [large, small, none] = [1e12, 8e9, 1e6].map(bytes => machineLimits(entries, bytes));
  assert.deepEqual(large, { maxPixels: 1024 * 1024, maxBatch: 8 });
  assert.ok(small!.maxPixels < large!.maxPixels && small!.maxPixels > none!.maxPixels);
  assert.deepEqual(none, { maxPixels: 64 * 64, maxBatch: 1 });
});
