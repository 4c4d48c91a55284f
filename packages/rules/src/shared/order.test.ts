import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { initialPriority, orderKey } from './order.ts';

describe('the order of the queue', () => {
  const kudos = (balance: number, more = {}) =>
    initialPriority({ flagged: false, downgradedSharedKey: false, balanceCents: balance * 100, ...more });

  test('begins with the balance; flagged accounts and exhausted keys come last', () => {
    assert.equal(kudos(1234), 1234);
    assert.equal(kudos(-20), -20);
    assert.equal(kudos(1234, { downgradedSharedKey: true }), -50);
    assert.equal(kudos(500_000, { flagged: true }), 500);
    assert.equal(kudos(11, { flagged: true }), 0);
    assert.equal(kudos(10, { flagged: true }), -100);
    assert.equal(kudos(10, { flagged: true, downgradedSharedKey: true }), -100);
  });

  test('is the order that 50 more every 10 seconds make', () => {
    const request = fc.record({
      priority: fc.integer({ min: -1_000_000, max: 1_000_000 }),
      // Ageing goes by ticks of 10 s, so a request that came at one has waited whole ticks.
      activated: fc.integer({ min: 0, max: 100 }).map(tick => tick * 10),
    });
    const aged = (r: { priority: number; activated: number }, now: number) =>
      r.priority + 50 * Math.floor((now - r.activated) / 10);
    fc.assert(
      fc.property(
        request,
        request,
        fc.integer({ min: 100, max: 1000 }).map(tick => tick * 10),
        (a, b, now) => {
          const byAge = Math.sign(aged(a, now) - aged(b, now));
          assert.equal(
            Math.sign(orderKey(a.priority, a.activated) - orderKey(b.priority, b.activated)),
            byAge,
          );
        },
      ),
    );
  });
});
