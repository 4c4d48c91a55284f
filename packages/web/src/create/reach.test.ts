import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Worker } from '@openhorde/sdk';
import { pixelsMaxOf, sideBound } from './reach.ts';

const worker = (more: Partial<Worker>) =>
  ({ online: true, type: 'image', models: ['a'], max_pixels: 1024 * 1024, ...more }) as Worker;

test('the largest picture is that of a worker which is at work and has the model', () => {
  const workers = [
    worker({}),
    worker({ models: ['b'], max_pixels: 2048 * 2048 }),
    worker({ maintenance_mode: true, max_pixels: 3072 * 3072 }),
    worker({ online: false, max_pixels: 3072 * 3072 }),
  ];
  assert.equal(pixelsMaxOf(workers, 'a'), 1024 * 1024);
  assert.equal(pixelsMaxOf(workers, null), 2048 * 2048);
  assert.equal(pixelsMaxOf(workers, 'c'), null);
});

test('a side is as long as the other one leaves room for', () => {
  assert.equal(sideBound(512, 1024 * 1024).max, 2048);
  assert.equal(sideBound(3072, 512 * 512).max, 64);
  assert.equal(sideBound(512, null).max, 3072);
});
