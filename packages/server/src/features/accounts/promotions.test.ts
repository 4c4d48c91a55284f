import assert from 'node:assert/strict';
import { test } from 'node:test';
import { PICTURE_BASE64, startTestHorde, type TestUser } from '@openhorde/testkit';
import { reconcile } from '../../core/kudos/index.ts';

const THRESHOLD = 5;
const horde = await startTestHorde({ KUDOS_TRUST_THRESHOLD: String(THRESHOLD) });
test.after(() => horde.stop());
const { db } = horde.horde;
const { accounts } = horde.features;
const { promotions } = horde.features.people;

const AGENT = 'AI Horde Worker reGen:13.0.0:x';
const MODEL = 'emoji-64';
const buyer = await horde.user({ kudos: 100_000 });
const mod = await horde.user({ moderator: true });

interface Seen {
  kudos: number;
  evaluating_kudos: number;
  trusted: boolean;
  kudos_details: { accumulated: number };
}
const see = async ({ id }: TestUser) =>
  (await horde.call('GET', `/users/${id}`, { apikey: mod.apikey })).body as Seen;

/** An account that was made so many days ago. */
async function aged(days: number): Promise<TestUser> {
  const user = await horde.user({ kudos: 100 });
  await db.query('UPDATE users SET created_at = $2 WHERE id = $1', [
    user.id,
    new Date(Date.now() - days * 86_400_000),
  ]);
  accounts.forget([user.id]);
  return user;
}

/** Does a job for the buyer, and is paid for it. */
async function work(worker: TestUser): Promise<void> {
  const name = `Worker of ${worker.id}`;
  const pop = () =>
    horde.call('POST', '/generate/pop', {
      apikey: worker.apikey,
      body: { name, models: [MODEL], bridge_agent: AGENT, max_pixels: 4_194_304 },
    });
  await pop();
  await horde.call('POST', '/generate/async', {
    apikey: buyer.apikey,
    body: { prompt: 'a heron', models: [MODEL], params: { width: 1024, height: 1024 } },
  });
  const { id } = (await pop()).body as { id: string };
  const { status } = await horde.call('POST', '/generate/submit', {
    apikey: worker.apikey,
    body: { id, generation: PICTURE_BASE64, seed: 1 },
  });
  assert.equal(status, 200);
  await horde.horde.commits.drain();
}

async function until(condition: () => Promise<boolean>): Promise<void> {
  while (!(await condition())) await new Promise(resolve => setTimeout(resolve, 5));
}

test('with the credit that brings enough into escrow an account is trusted, and has all that was held back', async () => {
  const ada = await aged(8);
  await work(ada);
  await until(async () => (await see(ada)).trusted);
  const { kudos, evaluating_kudos: escrow, kudos_details: details } = await see(ada);
  assert.equal(escrow, 0);
  assert.ok(kudos > 100 + 2 * THRESHOLD, 'all of the reward');
  assert.equal(details.accumulated, Math.round(kudos - 100));
  const { sum, wrongBalances, unbalancedEvents } = await reconcile(db.pool);
  assert.deepEqual([sum, wrongBalances, unbalancedEvents], [0, [], []]);
});

test('its paused workers go on, and the next reward is paid at once', async () => {
  const bo = await aged(8);
  await work(bo);
  const [worker] = horde.horde.workers.ofUser(bo.id);
  // Its workers hear of it after the account is trusted.
  await until(async () => worker!.ownerTrusted);
  assert.ok((await see(bo)).trusted && !worker!.paused);
  await work(bo);
  assert.equal((await see(bo)).evaluating_kudos, 0);
});

test('a young account has to grow a week old, and is found then', async () => {
  const cy = await aged(6.9);
  await work(cy);
  await promotions.search();
  const before = await see(cy);
  assert.ok(!before.trusted && before.evaluating_kudos > THRESHOLD);
  await db.query("UPDATE users SET created_at = created_at - interval '1 day' WHERE id = $1", [cy.id]);
  await promotions.search();
  const after = await see(cy);
  assert.deepEqual([after.trusted, after.evaluating_kudos], [true, 0]);
  assert.equal(after.kudos, before.kudos + before.evaluating_kudos);
});

test('an account under suspicion is not trusted for what it earns', async () => {
  const di = await aged(8);
  await accounts.change({ userId: di.id, set: { suspicions: 5 } });
  await work(di);
  await promotions.search();
  const { trusted, evaluating_kudos: escrow } = await see(di);
  assert.ok(!trusted && escrow > THRESHOLD);
});

test('trust that a moderator gives pays what was held back, too', async () => {
  const ed = await aged(1);
  await work(ed);
  const before = await see(ed);
  assert.ok(before.evaluating_kudos > 0);
  const body = { trusted: true };
  await horde.call('PUT', `/users/${ed.id}`, { apikey: mod.apikey, body });
  const after = await see(ed);
  assert.deepEqual([after.evaluating_kudos, after.kudos], [0, before.kudos + before.evaluating_kudos]);
});

test('kudos in the escrow of a trusted account do not stay there', async () => {
  const fay = await aged(1);
  await work(fay);
  const before = await see(fay);
  // As if another node had trusted it in the moment of a settlement.
  await db.query('UPDATE users SET trusted = true WHERE id = $1', [fay.id]);
  accounts.forget([fay.id]);
  await promotions.search();
  const after = await see(fay);
  assert.deepEqual([after.evaluating_kudos, after.kudos], [0, before.kudos + before.evaluating_kudos]);
});

test('many searches at once promote once', async () => {
  const gil = await aged(6.9);
  await work(gil);
  const before = await see(gil);
  await db.query("UPDATE users SET created_at = created_at - interval '1 day' WHERE id = $1", [gil.id]);
  await Promise.all(Array.from({ length: 10 }, () => promotions.search()));
  const after = await see(gil);
  assert.equal(after.kudos, before.kudos + before.evaluating_kudos);
  const { sum, wrongBalances } = await reconcile(db.pool);
  assert.deepEqual([sum, wrongBalances], [0, []]);
});
