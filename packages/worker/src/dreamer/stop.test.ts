import assert from 'node:assert/strict';
import { test } from 'node:test';
import { startHorde } from '../testing/standInHorde.ts';
import { startTestWorker, temporaryHome } from '../testing/testWorker.ts';

test('stopping finishes and delivers what is held, and takes nothing more', async () => {
  await using horde = await startHorde();
  await using home = await temporaryHome();
  const worker = startTestWorker(horde.url(), home.path, { silence_seconds: 0.3 });
  // The first keeps the engine busy until it is found out, so that the second waits in the queue when the stop comes.
  horde.add({ ids: ['job-a'], prompt: 'hang' }, { ids: ['job-b'], prompt: 'a cat' });
  await worker.until('popped', 2);
  worker.stop();
  horde.add({ ids: ['job-c'], prompt: 'a cat' });
  await worker.stopped;
  assert.equal(horde.state.get('job-a'), 'faulted');
  assert.equal(horde.state.get('job-b'), 'done');
  assert.equal(horde.state.get('job-c'), undefined);
  assert.deepEqual(await home.spooled(), []);
  assert.equal(worker.events.at(-1)?.type, 'stopped');
});

test('stopping twice gives up what is at work and reports it', async () => {
  await using horde = await startHorde();
  await using home = await temporaryHome();
  const worker = startTestWorker(horde.url(), home.path);
  horde.add({ ids: ['job-a'], prompt: 'stall' }, { ids: ['job-b'], prompt: 'stall' });
  await worker.until('popped', 2);
  await horde.until(() => horde.reports.length > 0);
  worker.stop();
  worker.stop();
  await worker.stopped;
  assert.deepEqual([horde.state.get('job-a'), horde.state.get('job-b')], ['faulted', 'faulted']);
  assert.match(horde.submits[0]?.gen_metadata?.[0]?.ref ?? '', /stopped/);
  assert.deepEqual(await home.spooled(), []);
});

test('results that cannot be delivered before the end stay in the spool, and are not sent to another horde', async () => {
  await using horde = await startHorde();
  await using home = await temporaryHome();
  horde.mishap('submit', { status: 503 }, 1_000_000);
  const timing = { drainMs: { base: 20, each: 0 } };
  const worker = startTestWorker(horde.url(), home.path, {}, { timing });
  horde.add({ ids: ['job-a'], prompt: 'a cat' });
  await worker.until('trouble');
  worker.stop();
  await worker.stopped;
  assert.match(worker.of('warning').at(-1)?.message ?? '', /1 results stay in the spool/);
  assert.deepEqual(await home.spooled(), ['job-a.json', 'job-a.webp']);

  // Another address is another horde: jobs of the first are not sent to it.
  await using otherHorde = await startHorde();
  const other = startTestWorker(otherHorde.url(), home.path);
  await otherHorde.until(() => otherHorde.pops.length > 0);
  other.stop();
  await other.stopped;
  assert.equal(otherHorde.submits.length, 0);
  assert.deepEqual(await home.spooled(), ['job-a.json', 'job-a.webp']);
});
