import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { extendedExpiryMs } from './expiry.ts';
import { queuedThings, queuePosition, remainingSeconds, requestState, waitSeconds } from './status.ts';

describe('the state of a request', () => {
  const counts = fc.record({
    jobs: fc.integer({ min: 0, max: 20 }),
    waiting: fc.integer({ min: -5, max: 25 }),
    processing: fc.integer({ min: 0, max: 20 }),
    finished: fc.integer({ min: 0, max: 20 }),
    restarted: fc.integer({ min: 0, max: 5 }),
    faulted: fc.boolean(),
  });

  test('never tells of more images than were asked for, nor of fewer than none', () => {
    fc.assert(
      fc.property(counts, c => {
        const { waiting } = requestState(c);
        assert.ok(waiting >= 0 && waiting <= Math.max(0, c.jobs - c.processing - c.finished));
      }),
    );
  });

  test('is done when it is given up, or nothing waits and nothing runs', () => {
    fc.assert(
      fc.property(counts, c => {
        const { done } = requestState(c);
        assert.equal(done, c.faulted || (c.waiting <= 0 && c.processing === 0));
      }),
    );
  });

  test('a cancelled request is done once its last job is in', () => {
    const cancelled = { jobs: 1, waiting: 0, processing: 1, finished: 0, restarted: 0, faulted: false };
    assert.equal(requestState(cancelled).done, false);
    assert.equal(requestState({ ...cancelled, processing: 0, finished: 1 }).done, true);
  });
});

describe('waiting', () => {
  test('counts places from 1, and 0 for what does not wait', () => {
    assert.equal(queuePosition(1, 0), 1);
    assert.equal(queuePosition(3, 41), 42);
    assert.equal(queuePosition(0, 41), 0);
  });

  test('is the queue at the speed of those who can work on it, and the longest running job', () => {
    const queue = { thingsAhead: 120, meanSpeed: 2, threads: 10, queuedJobs: 6 };
    assert.equal(waitSeconds(queue, []), 10);
    assert.equal(waitSeconds({ ...queue, threads: 3 }, [4, 7]), 27);
    assert.equal(waitSeconds({ ...queue, meanSpeed: 0, threads: 0 }, []), 120);
    assert.equal(waitSeconds(undefined, [3.4]), 3);
  });

  test('a running job still needs its time at the speed of its worker, less the time that has passed', () => {
    assert.equal(remainingSeconds(7_864_320, 786_432, 4), 6);
    assert.equal(remainingSeconds(7_864_320, 786_432, 40), 0);
    assert.equal(remainingSeconds(100, 0, 0), 100);
  });

  test('a request weighs all its waiting jobs', () => {
    assert.equal(queuedThings(512 * 512 * 30, 2, 1_000_000), 15.73);
    assert.equal(queuedThings(80, 2, 1), 160);
    assert.equal(queuedThings(80, -2, 1), 0);
  });
});

test('a request lives 20 minutes from its last event, an hour once an extra slow worker took a job', () => {
  const minute = 60_000;
  assert.equal(extendedExpiryMs(20 * minute, 5 * minute, false), 25 * minute);
  assert.equal(extendedExpiryMs(70 * minute, 5 * minute, false), 70 * minute, 'never shortened');
  assert.equal(extendedExpiryMs(20 * minute, 5 * minute, true), 65 * minute);
});
