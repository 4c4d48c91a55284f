import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { guardedHorde } from './guardedHorde.fixture.ts';
import { ProblemJobs } from './problemJobs.ts';

const stage = await guardedHorde();
const { horde, alice, mod, good, ask, pop, submit } = stage;
const { db } = horde.horde;
after(() => stage.stop());
const drawer = await horde.user({ username: 'drawer', trusted: true });
const CSAM = { gen_metadata: [{ type: 'censorship', value: 'csam' }] };

/** A request whose result its worker finds fault with. */
async function censored(user = alice, ip = '203.0.113.1', fields: object = {}): Promise<string> {
  const { body } = await ask(user, 'a boat', fields, { ip });
  const { id } = (await pop(drawer)).body;
  await submit(drawer, id, CSAM);
  await good('DELETE', `/generate/status/${body.id}`);
  return id;
}

test('such a result is delivered as censored, and its requester and address are noted', async () => {
  const job = await censored(alice, '2001:db8:1:2::3');
  const { rows } = await db.query('SELECT job_id, user_id, ip FROM problem_jobs');
  assert.deepEqual(rows, [{ job_id: job, user_id: alice.id, ip: '2001:db8:1:2::/64' }]);
});

test('other reasons to censor, and what a paused worker says of a job of show, are not noted', async () => {
  await db.query('DELETE FROM problem_jobs');
  const { body } = await ask(alice, 'a boat');
  const { id } = (await pop(drawer)).body;
  await submit(drawer, id, { gen_metadata: [{ type: 'censorship', value: 'nsfw' }] });
  await good('DELETE', `/generate/status/${body.id}`);
  const liar = await horde.user({ username: 'liar' });
  await pop(liar);
  const { id: worker } = horde.horde.workers.byName(`Worker of ${liar.id}`)!;
  await good('PUT', `/workers/${worker}`, mod, { paused: true });
  const asked = await ask(alice, 'a boat');
  await submit(liar, (await pop(liar)).body.id, CSAM);
  await good('DELETE', `/generate/status/${asked.body.id}`);
  assert.equal((await db.query('SELECT 1 FROM problem_jobs')).rows.length, 0);
});

/** As if so many had been noted so long ago. */
async function noted(
  count: number,
  fields: { user: number; ip: string; account?: string; minutesAgo?: number },
) {
  await db.query(
    `INSERT INTO problem_jobs (job_id, user_id, ip, proxied_account, created_at)
     SELECT gen_random_uuid(), $2, $3, $4, now() - make_interval(mins => $5) FROM generate_series(1, $1)`,
    [count, fields.user, fields.ip, fields.account ?? null, fields.minutesAgo ?? 1],
  );
}

async function toldBy(work: () => Promise<unknown>, nowMs = Date.now()): Promise<string[]> {
  const told: string[] = [];
  const problems = new ProblemJobs({ db, now: () => nowMs, notices: { tell: text => void told.push(text) } });
  horde.horde.guards.problems = problems;
  await work();
  return told;
}

test('more than fifty in an hour, or two hundred in a day, are told to the moderators, once in that time', async () => {
  await db.query('DELETE FROM problem_jobs');
  await noted(49, { user: alice.id, ip: '203.0.113.2' });
  assert.deepEqual(await toldBy(() => censored()), [], 'the fiftieth');
  const told = await toldBy(async () => {
    await censored();
    await censored();
  });
  assert.equal(told.length, 1);
  assert.match(told[0]!, new RegExp(`^${alice.alias}: 51 results within an hour.*Prompt: a boat$`));
  await db.query('DELETE FROM problem_jobs');
  await noted(200, { user: alice.id, ip: '203.0.113.2', minutesAgo: 300 });
  const daily = await toldBy(() => censored());
  assert.match(daily.join(), /201 results within a day/);
});

test('where everybody is one account the address counts, and a service is told apart by its accounts', async () => {
  await db.query('DELETE FROM problem_jobs');
  const anonymous = { id: 0, alias: 'Anonymous#0', apikey: '0000000000' };
  await noted(60, { user: 0, ip: '203.0.113.3' });
  assert.deepEqual(await toldBy(() => censored(anonymous, '203.0.113.4')), []);
  assert.match(
    (await toldBy(() => censored(anonymous, '203.0.113.3'))).join(),
    /^address 203\.0\.113\.3: 61/,
  );

  const service = await horde.user({ username: 'service', kudos: 1000 });
  await good('PUT', `/users/${service.id}`, mod, { service: true });
  await noted(60, { user: service.id, ip: '203.0.113.9', account: 'someone' });
  assert.deepEqual(await toldBy(() => censored(service, '203.0.113.5', { proxied_account: 'other' })), []);
  const told = await toldBy(() => censored(service, '203.0.113.5', { proxied_account: 'someone' }));
  assert.match(told.join(), new RegExp(`^${service.alias} for someone: 61`));
});
