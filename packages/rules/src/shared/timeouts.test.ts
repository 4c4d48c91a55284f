import assert from 'node:assert/strict';
import { test } from 'node:test';
import { timeoutMinutes } from './timeouts.ts';

test('each refused prompt makes the time-out longer by six minutes; services wait five at most', () => {
  assert.deepEqual(
    [0, 1, 2, 3, 4].map(before => timeoutMinutes(before, false)),
    [3, 9, 15, 21, 27],
  );
  assert.deepEqual(
    [0, 1, 2].map(before => timeoutMinutes(before, true)),
    [3, 5, 5],
  );
});
