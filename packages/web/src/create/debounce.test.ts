import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createDebouncer, type Timers } from './debounce.ts';

/** A clock that only moves when told to. */
function handClock() {
  let nowMs = 0;
  let next = 0;
  const due = new Map<number, { atMs: number; run: () => void }>();
  const timers: Timers = {
    set: (run, delayMs) => {
      due.set(++next, { atMs: nowMs + delayMs, run });
      return next;
    },
    clear: handle => void due.delete(handle as number),
  };
  const advance = (ms: number) => {
    nowMs += ms;
    for (const [handle, { atMs, run }] of [...due]) {
      if (atMs > nowMs) continue;
      due.delete(handle);
      run();
    }
  };
  return { timers, advance };
}

test('only the last value is acted on, once nothing came for the whole delay', () => {
  const { timers, advance } = handClock();
  const acted: string[] = [];
  const debouncer = createDebouncer<string>(value => acted.push(value), 500, timers);
  debouncer.push('a');
  advance(400);
  debouncer.push('b');
  advance(499);
  assert.deepEqual(acted, []);
  advance(1);
  assert.deepEqual(acted, ['b']);
  advance(5000);
  assert.deepEqual(acted, ['b']);
});

test('a cancelled value is never acted on', () => {
  const { timers, advance } = handClock();
  const acted: string[] = [];
  const debouncer = createDebouncer<string>(value => acted.push(value), 500, timers);
  debouncer.push('a');
  debouncer.cancel();
  advance(1000);
  assert.deepEqual(acted, []);
});
