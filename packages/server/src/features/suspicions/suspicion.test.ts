import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { startReceiver, type TestUser } from '@openhorde/testkit';
import { reapJobs } from '../../core/jobs/index.ts';
import { guardedHorde, MODEL } from '../moderation/guardedHorde.fixture.ts';

const chat = await startReceiver();
const stage = await guardedHorde({ MODERATOR_WEBHOOK: chat.url('/chat') }, chat.outbound);
const { horde, alice, mod, boss, good, call, pop, submit, advance } = stage;
after(async () => {
  await stage.stop();
  await chat.close();
});

const nameOf = ({ id }: TestUser) => `Worker of ${id}`;
const workerOf = (user: TestUser) => horde.horde.workers.byName(nameOf(user))!;
const seen = async (user: TestUser) => good('GET', `/workers/name/${encodeURIComponent(nameOf(user))}`, mod);
const suspicionsOf = async ({ id }: TestUser) => (await good('GET', `/users/${id}`, mod)).suspicious;

/** Asks for images of so much work that only a liar is done with them at once. */
async function job(user: TestUser, side = 1024): Promise<string> {
  await pop(user);
  const { id: request } = await good('POST', '/generate/async', alice, {
    prompt: 'a boat',
    models: [MODEL],
    params: { width: side, height: side, steps: 40 },
    workers: [workerOf(user).id],
  });
  const { id } = (await pop(user)).body;
  assert.ok(id, 'there is a job');
  requestOf.set(id, request);
  return id;
}
const requestOf = new Map<string, string>();

test('a worker that is too fast is paid, and paused at the fifth time, of which the moderators are told', async () => {
  const liar = await horde.user({ username: 'liar' });
  for (let i = 1; i <= 5; i += 1) {
    assert.ok((await submit(liar, await job(liar))).body.reward > 0);
    assert.deepEqual((({ suspicious, paused }) => [suspicious, paused])(await seen(liar)), [i, i === 5]);
  }
  assert.equal(await suspicionsOf(liar), 5);
  while (chat.received('/chat').length === 0) await new Promise(resolve => setTimeout(resolve, 5));
  const { content } = JSON.parse(chat.received('/chat')[0]!.body);
  assert.match(content, new RegExp(`${nameOf(liar)} \\(${workerOf(liar).id}\\).*5.*UNREASONABLY_FAST`));

  // From then on it is shown jobs that nobody waits for.
  const decoy = await job(liar);
  const request = requestOf.get(decoy)!;
  assert.deepEqual(
    (({ waiting, processing }) => [waiting, processing])(await good('GET', `/generate/check/${request}`)),
    [1, 0],
  );
  assert.ok((await submit(liar, decoy)).body.reward > 0);
  assert.equal((await seen(liar)).requests_fulfilled, 5);
  await good('DELETE', `/generate/status/${request}`);

  await good('PUT', `/users/${liar.id}`, mod, { reset_suspicion: true });
  assert.deepEqual(
    (({ suspicious, paused }) => [suspicious, paused])(await seen(liar)),
    [0, true],
    'forgotten, and paused all the same',
  );
  await good('PUT', `/workers/${workerOf(liar).id}`, mod, { paused: false });
  assert.ok((await submit(liar, await job(liar))).body.reward > 0);
  assert.equal((await seen(liar)).suspicious, 1);
});

test('of trusted owners it is noted, and nothing follows', async () => {
  const friend = await horde.user({ username: 'friend', trusted: true });
  for (let i = 0; i < 6; i += 1) await submit(friend, await job(friend));
  assert.deepEqual((({ suspicious, paused }) => [suspicious, paused])(await seen(friend)), [6, false]);
});

test('names that are cut are suspicious, and what no graphics card can do', async () => {
  const odd = await horde.user({ username: 'odd' });
  await pop(odd, { name: 'n'.repeat(101) });
  await pop(odd, { name: 'm'.repeat(201) });
  const suspicious = async (name: string) => (await good('GET', `/workers/name/${name}`, mod)).suspicious;
  assert.deepEqual([await suspicious('n'.repeat(100)), await suspicious('m'.repeat(100))], [1, 2]);
  assert.equal(await suspicionsOf(odd), 2, 'each reason counts once for the account');
  await pop(odd, { max_pixels: 3072 * 3072 + 1 });
  await pop(odd, { max_pixels: 3072 * 3072 + 1 });
  assert.equal((await seen(odd)).suspicious, 1);
});

/** Drops so many jobs: gives them up, or lets their time run out. */
async function drop(
  user: TestUser,
  count: number,
  how: 'given up' | 'timed out' = 'given up',
): Promise<void> {
  for (let i = 0; i < count; i += 1) {
    const id = await job(user, 64);
    if (how === 'given up') await submit(user, id, { generation: 'faulted', state: 'faulted', seed: -1 });
    else {
      advance(200_000);
      await reapJobs(horde.horde);
    }
    await good('DELETE', `/generate/status/${requestOf.get(id)}`);
  }
}

test('a worker that drops more than twenty jobs in an hour is put into maintenance and told why', async () => {
  const clumsy = await horde.user({ username: 'clumsy' });
  await drop(clumsy, 20);
  assert.deepEqual(
    (({ maintenance_mode, suspicious, uncompleted_jobs }) => [
      maintenance_mode,
      suspicious,
      uncompleted_jobs,
    ])(await seen(clumsy)),
    [false, 0, 20],
  );
  await drop(clumsy, 1);
  const { maintenance_mode, suspicious } = await seen(clumsy);
  assert.deepEqual([maintenance_mode, suspicious], [true, 1]);
  const { status, body } = await pop(clumsy);
  assert.deepEqual([status, body.rc], [403, 'WorkerMaintenance']);
  assert.match(body.message, /more than 20 jobs within an hour.*maintenance mode/);
});

test('jobs of requests that were taken back, or were over, are nobody’s fault', async () => {
  const unlucky = await horde.user({ username: 'unlucky' });
  const id = await job(unlucky, 64);
  await horde.horde.db.query(
    'UPDATE requests SET cancelled = true, waiting = 0, version = version + 1 WHERE id = $1',
    [requestOf.get(id)],
  );
  await submit(unlucky, id, { generation: 'faulted', state: 'faulted', seed: -1 });
  assert.equal((await seen(unlucky)).uncompleted_jobs, 0);
  const over = await job(unlucky, 64);
  await horde.horde.db.query(
    'UPDATE requests SET faulted = true, restarted = 3, version = version + 1 WHERE id = $1',
    [requestOf.get(over)],
  );
  await submit(unlucky, over, { generation: 'faulted', state: 'faulted', seed: -1 });
  assert.equal((await seen(unlucky)).uncompleted_jobs, 0);
});

test('a job whose time runs out is its worker’s fault, unless the horde was away', async () => {
  const slow = await horde.user({ username: 'slow' });
  await drop(slow, 1, 'timed out');
  assert.equal((await seen(slow)).uncompleted_jobs, 1);
  await job(slow, 64);
  advance(200_000);
  // As a node does that has just started.
  await reapJobs(horde.horde, horde.horde.world.now());
  assert.equal((await seen(slow)).uncompleted_jobs, 1);
});

test('in a raid ten are enough for suspicion, and nobody is warned by maintenance', async () => {
  await good('PUT', '/status/modes', mod, { raid_mode: true });
  const raider = await horde.user({ username: 'raider' });
  await drop(raider, 11);
  assert.deepEqual(
    (({ maintenance_mode, suspicious }) => [maintenance_mode, suspicious])(await seen(raider)),
    [false, 1],
  );
  await good('PUT', '/status/modes', mod, { raid_mode: false });
});

test('the acts of moderators about it are on record', async () => {
  const { entries } = await good(
    'GET',
    `/operations/audit?actor=${encodeURIComponent(mod.alias)}&action=user.change`,
    boss,
  );
  assert.deepEqual(entries[0].detail, { reset_suspicion: true });
  const rc = (await call('GET', '/operations/audit?actor=nobody', boss)).body.rc;
  assert.equal(rc, 'BadRequest');
});
