import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { pauseAfter, retryAfterMs } from './schedule.ts';

test('there are four attempts, about 10 seconds, a minute and ten minutes apart', () => {
  assert.deepEqual(
    [1, 2, 3, 4, 5].map(attempts => pauseAfter(attempts, 0, 0.5)),
    [10_000, 60_000, 600_000, undefined, undefined],
  );
});

test('pauses differ by a fifth, and a receiver may ask for longer ones, up to an hour', () => {
  const attempts = fc.integer({ min: 1, max: 3 });
  const wishMs = fc.integer({ min: 0, max: 100_000_000 });
  const random = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });
  fc.assert(
    fc.property(attempts, wishMs, random, (attempts, wishMs, random) => {
      const plain = pauseAfter(attempts, 0, 0.5)!;
      const pause = pauseAfter(attempts, wishMs, random)!;
      assert.ok(pause >= plain * 0.8 && pause >= Math.min(wishMs, 3_600_000));
      assert.ok(pause <= Math.max(plain * 1.2, 3_600_000));
    }),
  );
});

test('Retry-After is read in seconds and as a date; anything else asks for nothing', () => {
  const now = Date.parse('2026-11-26T12:00:00Z');
  const table: [string | string[] | undefined, number][] = [
    ['120', 120_000],
    ['Thu, 26 Nov 2026 12:01:00 GMT', 60_000],
    ['Thu, 26 Nov 2026 11:00:00 GMT', 0],
    ['soon', 0],
    ['-5', 0],
    ['', 0],
    ['9'.repeat(400), 0],
    [['1', '2'], 0],
    [undefined, 0],
  ];
  for (const [header, ms] of table) assert.equal(retryAfterMs(header, now), ms, String(header));
});
