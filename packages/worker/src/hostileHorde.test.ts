import assert from 'node:assert/strict';
import { test } from 'node:test';
import { startHostileHorde } from './testing/hostileHorde.ts';
import { startTestWorker, temporaryHome } from './testing/testWorker.ts';
import { realWorld } from './world.ts';

test('a horde that answers everything with garbage ends no worker, leads it nowhere, and gets the next good job done', async () => {
  await using horde = await startHostileHorde();
  await using home = await temporaryHome();
  const rests: number[] = [];
  const sleep = (ms: number, signal?: AbortSignal) => {
    rests.push(ms);
    return realWorld.sleep(Math.min(ms, 2), signal);
  };
  await using worker = startTestWorker(
    horde.url,
    home.path,
    { queue_size: 2 },
    { timing: { callMs: 1_000, holdSeconds: 0, engineRestMs: { first: 1, longest: 2 } }, world: { sleep } },
  );
  assert.ok(horde.pops > 800, `${horde.pops} pieces of garbage`);
  await Promise.race([horde.done, worker.stopped.then(() => assert.fail('the worker stopped'))]);
  assert.equal(horde.settled.get('good'), 'ok');
  assert.equal(horde.left(), 0);
  assert.equal(horde.visits(), 0, 'connections to the network of the volunteer');
  assert.ok(rests.every(ms => ms >= 0 && ms <= 3_600_000));
  worker.stop();
  await worker.stopped;
  // Results that were refused ten times wait for the next start, but not without end.
  assert.ok((await home.spooled()).length <= 200);
  // Nothing of unbounded size is told, and so kept, either.
  for (const event of worker.events) assert.ok(JSON.stringify(event).length < 60_000, event.type);
});
