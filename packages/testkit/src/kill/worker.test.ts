import assert from 'node:assert/strict';
import { readdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { test } from 'node:test';
import type { WorkerEvent } from '@openhorde/worker';
import { audit, letTimePass } from './audit.ts';
import { Crowd } from './crowd.ts';
import { gatedEngineUrl } from './gatedEngine.ts';
import { HordeProcess } from './hordeProcess.ts';
import { until } from './until.ts';
import { WorkerProcess } from './workerProcess.ts';

const RUNNING = 200;
const WORKERS = 3;

test('kill -9 of the workers in the middle of 200 running jobs loses nothing and pays nothing twice', async () => {
  await using horde = await HordeProcess.start();
  const crowd = new Crowd(horde.url);
  await crowd.gather();
  const gate = path.join(horde.home, 'gate');
  let held = 0;
  /** Job -> how often it was paid, over all lives of its worker. */
  const paid = new Map<string, number>();
  let onPaid = () => {};
  /** Workers that have asked for work in vain. */
  const idle = new Set<number>();
  const onEvent = (n: number, event: WorkerEvent) => {
    if (event.type === 'idle') idle.add(n);
    if (event.type === 'popped') held += event.images;
    if (event.type !== 'delivered' || event.kudos === null) return;
    paid.set(event.jobId, (paid.get(event.jobId) ?? 0) + 1);
    onPaid();
  };
  const workers = await Promise.all(
    Array.from({ length: WORKERS }, async (_, n) => {
      const settings = {
        horde_url: horde.url,
        api_key: await crowd.account(`owner ${n}`, n > 0),
        dreamer_name: `Dreamer ${n}`,
        openhorde_home: path.join(horde.home, `worker-${n}`),
        engine: gatedEngineUrl,
        engine_options: { gate },
        queue_size: 4,
        max_batch: 20,
        max_power: 512,
      };
      return new WorkerProcess(settings, event => onEvent(n, event));
    }),
  );
  try {
    await crowd.ask(15, { images: 20 });
    await until('200 jobs are running', async () => held >= RUNNING);
    const struck = Promise.withResolvers<void>();
    onPaid = () => {
      if (paid.size < 40) return;
      onPaid = () => {};
      Promise.all(workers.map(worker => worker.kill())).then(() => struck.resolve(), struck.reject);
    };
    await writeFile(gate, '');
    await struck.promise;
    assert.ok(paid.size < RUNNING, 'they were killed in the middle');
    for (const worker of workers) worker.start();
    await until('the workers have worked off what they knew of', async () => paid.size >= RUNNING);
    await until('nothing waits for them', async () => (await waitingJobs(crowd)) === 0);
    idle.clear();
    await until('none of them is being given anything', async () => idle.size === WORKERS);
    await until('they know of no job any more', async () => (await spooledJobs(horde.home)) === 0);
    // Jobs that a worker was given and could not write down before it was killed.
    await letTimePass(horde);
    await horde.kill();
    await horde.start();
    const ends = await until('every request has ended', () => crowd.ends());
    assert.ok(ends.filter(end => end === 'done').length >= ends.length - WORKERS, `${ends}`);
    for (const [id, times] of paid) assert.equal(times, 1, `job ${id} was paid ${times} times`);
  } finally {
    await Promise.all(workers.map(worker => worker.kill()));
  }
  await audit(horde);
});

async function waitingJobs(crowd: Crowd): Promise<number> {
  const answers = await Promise.all(
    [...crowd.accepted].map(id => crowd.call('GET', `/generate/check/${id}`)),
  );
  return answers.reduce((sum, { body }) => sum + Number(body.waiting), 0);
}

/** Jobs that workers have written down and not delivered. */
async function spooledJobs(home: string): Promise<number> {
  const files = await readdir(home, { recursive: true });
  return files.filter(file => /worker-\d.*spool.*\.json$/.test(file)).length;
}
