import assert from 'node:assert/strict';
import { once } from 'node:events';
import { test } from 'node:test';
import { createTimers } from './timers.ts';
import { world } from './world.ts';

const quiet = { error() {} };
const half = { ...world, random: () => 0.5 };

/** Resolves after `count` calls of the function that goes with it. */
function calls(count: number): { call: () => void; done: Promise<void> } {
  const { promise, resolve } = Promise.withResolvers<void>();
  let left = count;
  return {
    call: () => {
      left -= 1;
      if (left === 0) resolve();
    },
    done: promise,
  };
}

test('a task comes again and again, also after it failed, and the failure is logged', async t => {
  t.mock.timers.enable({ apis: ['setTimeout'] });
  const logged: unknown[] = [];
  const timers = createTimers({ error: (about: unknown) => logged.push(about) }, half);
  let runs = 0;
  timers.repeat({
    name: 'sweep',
    everyMs: 1000,
    run() {
      runs += 1;
      if (runs === 1) throw new Error('first');
    },
  });
  for (const [ms, expected] of [
    [499, 0],
    [1, 1],
    [999, 1],
    [1, 2],
    [1000, 3],
  ] as const) {
    t.mock.timers.tick(ms);
    await new Promise(resolve => setImmediate(resolve));
    assert.equal(runs, expected);
  }
  assert.equal(logged.length, 1);
  await timers.stop();
});

test('a slow run is never overtaken by the next', async () => {
  const timers = createTimers(quiet, half);
  const { call, done } = calls(5);
  let running = 0;
  timers.repeat({
    name: 'slow',
    everyMs: 0,
    immediately: true,
    async run() {
      running += 1;
      assert.equal(running, 1);
      await new Promise(resolve => setImmediate(resolve));
      running -= 1;
      call();
    },
  });
  await Promise.race([done, once(process, 'beforeExit')]);
  await timers.stop();
});

test('stop tells the running task, waits for it, and starts nothing more', async () => {
  const timers = createTimers(quiet, half);
  const started = calls(1);
  let ended = false;
  timers.repeat({
    name: 'long',
    everyMs: 1_000_000,
    immediately: true,
    async run(signal) {
      started.call();
      if (!signal.aborted) await once(signal, 'abort');
      await new Promise(resolve => setImmediate(resolve));
      ended = true;
    },
  });
  await started.done;
  await timers.stop();
  assert.ok(ended);
  timers.repeat({
    name: 'late',
    everyMs: 1,
    immediately: true,
    run: () => assert.fail('started after stop'),
  });
  await timers.stop();
});
