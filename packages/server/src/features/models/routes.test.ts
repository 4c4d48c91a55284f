import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isKnown, parseImageModelReference } from '@openhorde/rules';
import { MemoryBus, testDatabase } from '@openhorde/testkit';
import type { Worker } from '../../core/workers/index.ts';
import { featureNode } from '../../testing/featureNode.ts';
import type { RequestGroup } from './modelQueues.ts';
import { modelRoutes } from './routes.ts';

const { database: db } = await testDatabase();
const START_MS = Date.UTC(2026, 0, 2, 3, 4, 5);

const reference = parseImageModelReference(
  Object.fromEntries(
    ['Known', 'Wanted', 'aphrodite/Heron', '100% real'].map(name => [
      name,
      { name, baseline: 'stable diffusion 1' },
    ]),
  ),
);

const TEXTS = new Set(['koboldcpp/Wren', 'koboldcpp/Robin']);

/** A node whose clock stands still unless a test moves it. */
function node(workers: Partial<Worker>[], requests: RequestGroup[] = [], texts: RequestGroup[] = []) {
  const clock = { ms: START_MS };
  const made = featureNode({ db, bus: new MemoryBus(), now: () => clock.ms });
  modelRoutes(made.app, {
    db,
    now: () => clock.ms,
    registry: {
      online: (_, type) =>
        workers.filter(each => (each.type ?? 'image') === type).values() as Generator<Worker>,
    },
    kinds: [
      {
        type: 'image',
        board: { groups: () => requests },
        isKnown: name => isKnown(name, reference),
        listsWanted: true,
      },
      { type: 'text', board: { groups: () => texts }, isKnown: name => TEXTS.has(name), listsWanted: false },
    ],
  });
  const get = async (path = '') => (await made.call('GET', `/v2/status/models${path}`)).body;
  return { get, clock, workers, requests };
}

const worker = (models: string[], threads = 1, maintenance = false) =>
  ({ offer: { models }, threads, maintenance }) as unknown as Partial<Worker>;
const request = (models: string[], waiting: number, processing = 0, things = 1_000_000): RequestGroup => ({
  waitingJobs: waiting,
  processingJobs: processing,
  waitingThings: things * waiting,
  requirements: { models },
});
const by = (name: string, list: { name: string }[]) => list.find(model => model.name === name);

test('a model is listed with the threads of its workers; those in maintenance do not count', async () => {
  const { get } = node([
    worker(['Known'], 3),
    worker(['Known', 'Own']),
    worker(['Known'], 9, true),
    worker(['Idle'], 1, true),
  ]);
  const list = await get();
  assert.deepEqual(by('Known', list), {
    name: 'Known',
    count: 4,
    performance: 0,
    queued: 0,
    jobs: 0,
    eta: 0,
    type: 'image',
  });
  assert.equal(list.length, 2);
  assert.deepEqual(await get('/Known'), [by('Known', list)]);
});

test('a request counts in full in the queue of each model that it names, with what runs', async () => {
  const { get } = node(
    [worker(['Known'], 2)],
    [request(['Known', 'Wanted'], 2, 1), request(['Known'], 0, 3), request([], 5)],
  );
  const list = await get();
  assert.deepEqual([by('Known', list)], [{ ...by('Known', list), queued: 2_000_000, jobs: 6, count: 2 }]);
  assert.deepEqual(await get('/Wanted'), [
    { name: 'Wanted', count: 0, performance: 0, queued: 2_000_000, jobs: 3, eta: 10_000, type: 'image' },
  ]);
});

test('the wait is the queue at the speed of the last hour on all threads', async () => {
  await db.query(
    `INSERT INTO work_minutes (minute, kind, model, jobs, things, seconds) VALUES
       ($1, 'image', 'Known', 2, 3000000, 4), ($2, 'image', 'Known', 1, 1000000, 4), ($3, 'image', 'Known', 1, 9e9, 1),
       ($1, 'text', 'Known', 1, 9e9, 1)`,
    [START_MS - 60_000, START_MS - 3_000_000, START_MS - 3_700_000].map(ms => new Date(ms)),
  );
  const { get } = node([worker(['Known'], 2)], [request(['Known'], 5)]);
  const [model] = await get('/Known');
  assert.deepEqual([model.performance, model.queued, model.eta], [500_000, 5_000_000, 5]);
});

test('unknown models are listed while they are served and never looked up; special ones are hidden', async () => {
  const { get } = node(
    [worker(['Own', 'horde_special::x#1'])],
    [request(['Stranger'], 1), request(['horde_special::x#1'], 1)],
  );
  assert.deepEqual(
    (await get()).map((model: { name: string }) => model.name),
    ['Own'],
  );
  for (const path of ['/Own', '/known', '/no-such-model', '/%20', '/Wanted'])
    assert.deepEqual(await get(path), [], path);
});

test('a name is found encoded once or twice', async () => {
  const { get } = node([worker(['aphrodite/Heron', '100% real'])]);
  for (const path of ['/aphrodite%2FHeron', '/aphrodite%252FHeron', '/100%25%20real', '/100%2525%2520real']) {
    assert.equal((await get(path)).length, 1, path);
  }
});

test('the list is filtered by kind, by threads and by known or custom, and its query is checked', async () => {
  const { get } = node([worker(['Known'], 3), worker(['Own'], 46)]);
  const names = async (query: string) => (await get(query)).map((model: { name: string }) => model.name);
  assert.deepEqual(await names('?model_state=known'), ['Known']);
  assert.deepEqual(await names('?model_state=custom'), ['Own']);
  assert.deepEqual(await names('?min_count=46&max_count=46'), ['Own']);
  assert.deepEqual(await names('?max_count=-1'), []);
  assert.deepEqual(await names('?min_count=47&max_count=46'), []);
  assert.deepEqual([await names('?type=video'), await names('?type=text')], [[], []]);
  assert.equal((await get('?model_state=old')).rc, 'BadRequest');
  assert.equal((await get('?model_state=toString')).rc, 'BadRequest');
  assert.deepEqual(Object.keys((await get('?min_count=many')).errors), ['min_count']);
});

test('texts have a separate list, with the models that a worker serves', async () => {
  const scribe = { ...worker(['koboldcpp/Wren', 'own'], 2), type: 'text' } as Partial<Worker>;
  const { get } = node(
    [worker(['Known']), scribe],
    [],
    [request(['koboldcpp/Wren', 'koboldcpp/Robin'], 2, 1, 80)],
  );
  const list = await get('?type=text');
  const wren = {
    name: 'koboldcpp/Wren',
    count: 2,
    performance: 0,
    queued: 160,
    jobs: 3,
    eta: 10_000,
    type: 'text',
  };
  assert.deepEqual(list.map((model: { name: string }) => model.name).sort(), ['koboldcpp/Wren', 'own']);
  assert.deepEqual(by('koboldcpp/Wren', list), wren);
  assert.equal((await get('?type=text&model_state=known')).length, 1);
  assert.deepEqual(await get('/koboldcpp%252FWren'), [wren]);
  assert.deepEqual((await get('/koboldcpp%2FRobin'))[0].count, 0);
  assert.deepEqual(await get('/own'), []);
});

test('a single model is always current, the list is made again after ten seconds', async () => {
  const { get, workers, clock } = node([worker(['Known'])]);
  assert.equal((await get()).length, 1);
  workers.push(worker(['Wanted']));
  assert.equal((await get('/Wanted')).length, 1);
  clock.ms += 9_999;
  assert.equal((await get()).length, 1);
  clock.ms += 1;
  assert.equal((await get()).length, 2);
});
