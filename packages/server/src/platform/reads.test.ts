import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Reads } from './reads.ts';

test('a reading that was overtaken is not taken', () => {
  const reads = new Reads();
  const [first, second, third] = [reads.begin(), reads.begin(), reads.begin()];
  assert.equal(second(), true);
  assert.equal(first(), false);
  assert.equal(third(), true);
});
