import assert from 'node:assert/strict';
import { test } from 'node:test';
import { MemoryBus, testDatabase } from '@openhorde/testkit';
import type { Worker } from '../../core/workers/index.ts';
import { openDatabase } from '../../platform/db.ts';
import { type ObjectStore, StoreFullError } from '../../platform/objectStore.ts';
import { type Outage, Shortages } from '../../platform/outages.ts';
import { featureNode } from '../../testing/featureNode.ts';
import { heartbeat } from './heartbeat.ts';
import { statusFeature } from './index.ts';
import { storageCheck } from './storageCheck.ts';

const { database: db } = await testDatabase();
const bus = new MemoryBus();
const NOON_MS = Date.UTC(2026, 0, 2, 12, 0, 15);
const node = featureNode({ db, bus, now: () => NOON_MS });
const { call, user, world, log } = node;
const shortages = new Shortages(() => NOON_MS);
const context = {
  world,
  log,
  db,
  bus,
  shortages,
  objects: { put: async () => {} } as unknown as ObjectStore,
};
const { modes, routes } = await statusFeature(context);
const workers = [
  { type: 'image', threads: 3 },
  { type: 'image', threads: 1 },
  { type: 'interrogation', threads: 2 },
] as Worker[];
routes(node.app, {
  drain: async () => {},
  registry: { online: () => workers.values() as Generator<Worker> },
  imageBoard: { totals: { waitingJobs: 5, processingJobs: 2, things: 7_864_320 } },
  textBoard: { totals: { waitingJobs: 3, processingJobs: 1, things: 240 } },
  alchemyBoard: { totals: { waitingJobs: 8, processingJobs: 1, things: 0 } },
});
const ANONYMOUS = '0000000000';

test('performance counts queue, workers, threads, and the work of the last minute', async () => {
  await db.query(
    `INSERT INTO work_minutes (minute, kind, model, jobs, things, seconds) VALUES
       ($1, 'image', 'a', 1, 1000000, 1), ($1, 'image', 'b', 1, 2000000, 1), ($2, 'image', 'a', 1, 4000000, 1),
       ($3, 'image', 'a', 1, 9e9, 1), ($1, 'text', 'c', 1, 80, 1)`,
    [0, -60_000, -120_000].map(ms => new Date(NOON_MS - 15_000 + ms)),
  );
  assert.deepEqual((await call('GET', '/v2/status/performance', 'wrong')).body, {
    queued_requests: 7,
    queued_text_requests: 4,
    worker_count: 2,
    text_worker_count: 0,
    thread_count: 4,
    text_thread_count: 0,
    queued_megapixelsteps: 7.86,
    // All of this minute and three quarters of the one before.
    past_minute_megapixelsteps: 6,
    queued_forms: 9,
    interrogator_count: 1,
    interrogator_thread_count: 2,
    queued_tokens: 240,
    past_minute_tokens: 80,
  });
});

test('the heartbeat reports the node, whatever key is sent, and is never masked', async () => {
  const { status, body } = await call('GET', '/v2/status/heartbeat', 'wrong');
  assert.equal(status, 200);
  assert.deepEqual([body.message, body.version, body.db_connection], ['OK', '5.1.5', true]);
  for (const field of ['queue', 'threads', 'active_count']) assert.equal(typeof body[field], 'number');
  const masked = await node.app.inject({ url: '/api/v2/status/heartbeat', headers: { 'x-fields': 'queue' } });
  assert.equal(masked.json().message, 'OK');
});

test('without a database the heartbeat says that the node is down', async () => {
  const away = openDatabase({ url: 'postgresql://nobody@127.0.0.1:1/none' });
  const body = await heartbeat(away, async () => true);
  assert.deepEqual([body.message, body.db_connection], ['DOWN', false]);
  await away.close();
});

test('while nothing can be kept the heartbeat says that the node is down, and afterwards that it is well', async () => {
  const clock = { now: NOON_MS };
  const store = { isFull: true };
  const noted = new Shortages(() => clock.now);
  const canStore = storageCheck({
    world: { ...world, now: () => clock.now },
    shortages: noted,
    objects: {
      put: async () => {
        if (store.isFull) throw new StoreFullError('full');
      },
    } as unknown as ObjectStore,
  });
  const message = async () => {
    clock.now += 6_000;
    return (await heartbeat(db, canStore)).message;
  };
  assert.equal(await message(), 'DOWN');
  store.isFull = false;
  assert.equal(await message(), 'OK');
  // A database without room answers all the same; the calls that it failed tell.
  for (const [outage, told] of [
    ['full', 'DOWN'],
    ['storage', 'DOWN'],
    ['database', 'OK'],
    ['busy', 'OK'],
  ] as [Outage, string][]) {
    noted.note(outage);
    assert.equal(await message(), told, outage);
    clock.now += 30_000;
    assert.equal(await message(), 'OK', outage);
  }
});

test('every client reads maintenance and invite-only mode, moderators raid mode, other keys are refused', async () => {
  const plain = await user('plain');
  const mod = await user('mod', { moderator: true });
  const get = async (key?: string) => {
    const { status, body } = await call('GET', '/v2/status/modes', key);
    return status === 200 ? body : [status, body.rc];
  };
  assert.deepEqual(await get(), { maintenance_mode: false, invite_only_mode: false });
  assert.deepEqual(await get(mod.key), {
    maintenance_mode: false,
    invite_only_mode: false,
    raid_mode: false,
  });
  assert.deepEqual(await get(plain.key), [403, 'NotModerator']);
  assert.deepEqual(await get(ANONYMOUS), [403, 'NotModerator']);
  assert.deepEqual(await get('wrong'), [401, 'InvalidAPIKey']);
  await modes.set({ raid: true, inviteOnly: true });
  assert.deepEqual(await get(), { maintenance_mode: false, invite_only_mode: true });
  assert.deepEqual(await get(mod.key), { maintenance_mode: false, invite_only_mode: true, raid_mode: true });
  await modes.set({ raid: false, inviteOnly: false });
});

test('a change of the modes is told once, on the node where it was made and on the others', async () => {
  const otherBus = new MemoryBus();
  const other = (await statusFeature({ ...context, bus: otherBus })).modes;
  const told: string[] = [];
  for (const [name, its] of Object.entries({ here: modes, there: other })) {
    its.onChange((now, before) => told.push(`${name}: ${before.maintenance} → ${now.maintenance}`));
  }
  await modes.set({ maintenance: true });
  await modes.set({ maintenance: true });
  assert.deepEqual(told, ['here: false → true']);
  const { promise, resolve } = Promise.withResolvers<void>();
  other.onChange(() => resolve());
  otherBus.deliver('modes', null);
  await promise;
  assert.deepEqual(told, ['here: false → true', 'there: false → true']);
  assert.equal(other.current.maintenance, true);
  await modes.set({ maintenance: false });
});
