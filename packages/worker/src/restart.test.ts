import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { startHorde } from './testing/standInHorde.ts';
import { startTestWorker, temporaryHome, testSettings } from './testing/testWorker.ts';

const MAIN = fileURLToPath(new URL('./testing/workerMain.ts', import.meta.url));

/** A worker in a process of its own; `seen` resolves when it has told an event of that type. */
function spawnWorker(settings: Record<string, unknown>) {
  const child = spawn(process.execPath, [MAIN, JSON.stringify(settings)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  return {
    async seen(type: string) {
      for (;;) {
        const { done, value } = await lines.next();
        if (done) assert.fail(`the worker ended before it told ${type}`);
        if (value === type) return;
      }
    },
    async kill() {
      child.kill('SIGKILL');
      await once(child, 'exit');
    },
  };
}

test('a worker that is killed with a result in its spool delivers it once, at its next start', async () => {
  await using horde = await startHorde();
  await using home = await temporaryHome();
  const settings = testSettings(horde.url(), home.path);
  // The upload arrives, the submit does not.
  horde.mishap('submit', { status: 503 }, 1_000_000);
  horde.add({ ids: ['job-a', 'job-b'], prompt: 'a cat' });
  const first = spawnWorker(settings);
  await horde.until(() => horde.uploads.size === 2);
  await first.kill();
  assert.equal((await home.spooled()).filter(name => name.endsWith('.webp')).length, 2);

  horde.calm();
  horde.submits.length = 0;
  await using second = startTestWorker(horde.url(), home.path);
  await second.until('delivered', 2);
  assert.deepEqual(horde.submits.map(({ id, state }) => `${id} ${state}`).sort(), ['job-a ok', 'job-b ok']);
  assert.deepEqual(await home.spooled(), []);
});

test('jobs that a killed worker was at, or had waiting, are begun again by the next one', async () => {
  await using horde = await startHorde();
  await using home = await temporaryHome();
  const first = spawnWorker(testSettings(horde.url(), home.path));
  horde.add(
    { ids: ['job-a', 'job-b'], prompt: 'stall' },
    { ids: ['job-c', 'job-d'], prompt: 'a cat', seed: '5' },
  );
  await first.seen('popped');
  await first.seen('popped');
  await first.kill();
  horde.reports.length = 0;
  await using second = startTestWorker(horde.url(), home.path);
  await horde.until(() => horde.reports.some(({ id }) => id === 'job-a'));
  horde.cancelled.add('job-a');
  await second.until('delivered', 2);
  const done = horde.submits.filter(({ state }) => state === 'ok');
  assert.deepEqual(
    done.map(({ id, seed, gen_metadata }) => `${id} ${seed} ${gen_metadata?.[0]?.ref}`).sort(),
    ['job-c 5 0', 'job-d 6 1'],
  );
});

test('a job that two workers died of is given back by the third', async () => {
  await using horde = await startHorde();
  await using home = await temporaryHome();
  horde.add({ ids: ['job-a'], prompt: 'stall' });
  for (const _life of [1, 2]) {
    const worker = spawnWorker(testSettings(horde.url(), home.path));
    await worker.seen('progress');
    await worker.kill();
  }
  await using _third = startTestWorker(horde.url(), home.path);
  await horde.until(() => horde.state.get('job-a') === 'faulted');
  assert.match(horde.submits[0]?.gen_metadata?.[0]?.ref ?? '', /restarted/);
});

test('a horde that goes away in the middle of a job gets its result when it is back', async () => {
  await using horde = await startHorde();
  await using home = await temporaryHome();
  await using worker = startTestWorker(horde.url(), home.path);
  horde.add({ ids: ['job-a'], prompt: 'a cat' });
  horde.mishap('upload', 'cut', 1);
  await worker.until('generated');
  await horde.close();
  await worker.until('trouble', 3);
  await horde.open();
  await worker.until('delivered');
  assert.equal(horde.submitsOf('job-a').filter(({ state }) => state === 'ok').length, 1);
});

test('two workers of one name cannot run from one folder', async () => {
  await using horde = await startHorde();
  await using home = await temporaryHome();
  await using first = startTestWorker(horde.url(), home.path);
  await first.until('engine');
  await spawnWorker(testSettings(horde.url(), home.path)).seen('FolderInUse');
  await using second = startTestWorker(horde.url(), home.path);
  await assert.rejects(second.stopped, { name: 'FolderInUse' });
});
