import assert from 'node:assert/strict';
import { test } from 'node:test';
import { keep } from './kept.ts';

test('a kept value is computed again when its time is over, and not before', async () => {
  let nowMs = 0;
  let computed = 0;
  const kept = keep(
    () => nowMs,
    1000,
    async () => ++computed,
  );
  assert.deepEqual(await Promise.all([kept.get(), kept.get()]), [1, 1]);
  nowMs = 999;
  assert.equal(await kept.get(), 1);
  nowMs = 1000;
  assert.equal(await kept.get(), 2);
});

test('a failure is told to those who wait and tried again by the next', async () => {
  let fails = true;
  const kept = keep(
    () => 0,
    1000,
    async () => {
      if (fails) throw new Error('no');
      return 'yes';
    },
  );
  await assert.rejects(kept.get(), /no/);
  fails = false;
  assert.equal(await kept.get(), 'yes');
});
