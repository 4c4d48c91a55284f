import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createClient } from '@openhorde/sdk';
import type { WorkerEvent } from '../events.ts';
import { createGuardedFetch } from '../guardedFetch.ts';
import { openSpool, type SpoolEntry } from '../spool/spool.ts';
import { type Mishap, startHorde } from '../testing/standInHorde.ts';
import { FAST, temporaryHome } from '../testing/testWorker.ts';
import { realWorld, TIMING } from '../world.ts';
import { createDeliveries } from './deliveries.ts';

/** A horde that waits for `job-a`, and a spool with its picture. */
async function setUp(change: Partial<SpoolEntry> = {}) {
  const horde = await startHorde();
  const home = await temporaryHome();
  const spool = await openSpool(home.spool);
  const events: WorkerEvent[] = [];
  const entry: SpoolEntry = {
    jobId: 'job-a',
    horde: horde.url(),
    state: 'finished',
    batchIndex: 0,
    work: null,
    uploadUrl: `${horde.url()}/upload/job-a.webp?signature=x`,
    seed: 7,
    metadata: [],
    createdAtMs: 0,
    ...change,
  };
  await spool.finish(entry, Buffer.from('picture'));
  horde.state.set('job-a', 'processing');
  const deliveries = createDeliveries({
    client: createClient({ url: horde.url(), apikey: 'key', fetch: createGuardedFetch(horde.url()).fetch }),
    spool,
    world: { ...realWorld, fetch },
    timing: { ...TIMING, ...FAST },
    onEvent: event => events.push(event),
    onFatal: error => assert.fail(String(error)),
  });
  return {
    horde,
    home,
    events,
    /** Delivers the entry, and answers the types of the events but for troubles. */
    async deliver() {
      deliveries.add(entry);
      assert.equal(await deliveries.drain({ base: 60_000, each: 0 }), 0);
      return events.map(({ type }) => type).filter(type => type !== 'trouble');
    },
    async [Symbol.asyncDispose]() {
      await spool.close();
      await horde.close();
      await home[Symbol.asyncDispose]();
    },
  };
}

const base64 = Buffer.from('picture').toString('base64');

const uploadMishaps: [what: string, mishap: Mishap, times: number, generation: string][] = [
  ['fails once', { status: 500 }, 1, 'R2'],
  ['is cut once', 'cut', 1, 'R2'],
  ['has an address that expired', { status: 403 }, 1, base64],
  ['fails five times', { status: 500 }, 5, base64],
  ['is led elsewhere', { status: 303, headers: { location: '/source/x' } }, 1, base64],
  ['is led on', { status: 307, headers: { location: '/upload/other' } }, 1, base64],
];
for (const [what, mishap, times, generation] of uploadMishaps) {
  test(`an upload that ${what}: the picture arrives ${generation === 'R2' ? 'there' : 'in the submit'}`, async () => {
    await using it = await setUp();
    it.horde.mishap('upload', mishap, times);
    assert.deepEqual(await it.deliver(), ['delivered']);
    assert.deepEqual(
      it.horde.submits.map(submit => submit.generation),
      [generation],
    );
    assert.deepEqual(await it.home.spooled(), []);
  });
}

for (const address of [
  'http://10.0.0.1/x',
  'http://127.0.0.1:9/x',
  'data:text/plain,x',
  'not an address',
  '',
]) {
  test(`an upload to ${address || 'nowhere'} is not tried: the picture arrives in the submit`, async () => {
    await using it = await setUp({ uploadUrl: address });
    const told = await it.deliver();
    assert.equal(told.at(-1), 'delivered');
    assert.deepEqual(
      it.horde.submits.map(submit => submit.generation),
      [base64],
    );
  });
}

test('a picture that the store has lost, the horde says, is sent to the horde itself', async () => {
  await using it = await setUp();
  it.horde.mishap('submit', { status: 400, json: { message: 'It is not in the store', rc: 'NotInStore' } });
  assert.deepEqual(await it.deliver(), ['delivered']);
  assert.deepEqual(
    it.horde.submits.map(submit => submit.generation),
    [base64],
  );
  assert.match(it.events.map(event => ('message' in event ? event.message : '')).join(), /not in the store/);
});

test('a picture that is refused as it is, too, is dropped, and its owner is told why', async () => {
  await using it = await setUp();
  it.horde.mishap('submit', { status: 400, json: { message: 'It is no picture', rc: 'NoPicture' } }, 2);
  assert.deepEqual(await it.deliver(), ['unwanted']);
  assert.deepEqual(it.events.at(-1), { type: 'unwanted', jobId: 'job-a', reason: 'It is no picture' });
  assert.deepEqual(await it.home.spooled(), []);
});

test('a submit whose answer is lost is repeated, and the horde saying that it has it is the end', async () => {
  await using it = await setUp();
  it.horde.mishap('submit', 'cut_after');
  await it.deliver();
  assert.deepEqual(it.events.at(-1), { type: 'delivered', jobId: 'job-a', kudos: null });
  assert.equal(it.horde.submits.length, 2);
  assert.equal(it.horde.uploads.size, 1);
  assert.deepEqual(await it.home.spooled(), []);
});

for (const state of ['aborted', 'unknown'] as const) {
  test(`a result of a job that is ${state} is dropped at once`, async () => {
    await using it = await setUp();
    if (state === 'aborted') it.horde.state.set('job-a', 'aborted');
    else it.horde.state.delete('job-a');
    assert.deepEqual(await it.deliver(), ['unwanted']);
    assert.equal(it.horde.submits.length, 1);
    assert.deepEqual(await it.home.spooled(), []);
  });
}

test('a server that is away, starting or busy is waited for, however long it takes', async () => {
  await using it = await setUp();
  it.horde.mishap('submit', 'cut', 4);
  it.horde.mishap('submit', { status: 404, json: { message: 'no such page' } }, 4);
  it.horde.mishap('submit', { status: 503 }, 4);
  it.horde.mishap('submit', { status: 429, headers: { 'retry-after': '0' } }, 2);
  assert.deepEqual(await it.deliver(), ['delivered']);
  assert.equal(it.events.filter(({ type }) => type === 'trouble').length, 14);
  assert.equal(it.horde.uploads.size, 1);
});

test('older hordes, that send sentences without return codes, are understood', async () => {
  for (const [message, outcome] of [
    ['This job was already submitted', 'delivered'],
    ['Please check your worker speed', 'unwanted'],
    ['Processing Job with ID x does not exist.', 'unwanted'],
  ] as const) {
    await using it = await setUp();
    it.horde.mishap('submit', { status: 400, json: { message } });
    assert.deepEqual(await it.deliver(), [outcome], message);
  }
});

test('a fault is delivered like a picture, without one', async () => {
  await using it = await setUp({ state: 'faulted', seed: -1 });
  assert.deepEqual(await it.deliver(), []);
  assert.equal(it.horde.submits[0]?.state, 'faulted');
  assert.equal(it.horde.uploads.size, 0);
  assert.deepEqual(await it.home.spooled(), []);
});
