import assert from 'node:assert/strict';
import { test } from 'node:test';
import { testDatabase } from '@openhorde/testkit';
import { CommitPipeline } from '../../platform/commits.ts';
import { pruneMinutes, tallies } from './index.ts';
import { tallyWork } from './tallies.ts';
import { readModelTotals, readTotals } from './totals.ts';
import type { WorkTally } from './workerTallies.ts';

const { database: db } = await testDatabase();
const NOW_MS = Date.UTC(2026, 5, 15, 12, 0, 30);
const HOUR = 3_600_000;

const pipeline = new CommitPipeline(db.pool);
const deliver = pipeline.register<WorkTally, void>({
  name: 'deliver',
  async run(batch, works) {
    for (const work of works) tallyWork(batch, work);
    return works.map(() => ({ value: undefined }));
  },
});
pipeline.finishWith(tallies({ raid: () => false, onWorkers: () => {} }));

const work = (agoMs: number, model: string, things = 1000): WorkTally => ({
  workerId: '00000000-0000-4000-8000-000000000000',
  kind: 'image',
  model,
  things,
  payCents: 0,
  contribution: 0,
  seconds: 1,
  speedSample: 1,
  finishedAtMs: NOW_MS - agoMs,
});

test('each delivery counts in the periods that it lies in, by model too, and special models nowhere', async () => {
  await Promise.all(
    [
      work(10_000, 'A'),
      work(10_000, 'A'),
      work(30 * 60_000, 'B'),
      work(5 * HOUR, 'A'),
      work(10 * 24 * HOUR, 'B', 5000),
      work(200 * 24 * HOUR, 'C'),
      work(10_000, 'horde_special::x#1'),
    ].map(deliver),
  );
  const totals = await readTotals(db, 'image', NOW_MS);
  assert.deepEqual(Object.fromEntries(Object.entries(totals).map(([period, { jobs }]) => [period, jobs])), {
    minute: 2,
    hour: 3,
    day: 4,
    month: 5,
    total: 6,
  });
  assert.equal(totals.total.things, 10_000);
  const models = await readModelTotals(db, 'image', NOW_MS, name => name !== 'C');
  assert.deepEqual(models.total, { A: 3, B: 2 });
  assert.deepEqual(models.month, { A: 3, B: 2 });
  assert.deepEqual(await readTotals(db, 'text', NOW_MS).then(t => t.total), { jobs: 0, things: 0 });
});

test('minutes go after a day; months and all time do not notice', async () => {
  const before = await readTotals(db, 'image', NOW_MS);
  await pruneMinutes(db, NOW_MS);
  assert.deepEqual(await readTotals(db, 'image', NOW_MS), before);
});
