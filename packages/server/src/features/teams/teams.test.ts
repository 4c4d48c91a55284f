import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import type { TestUser } from '@openhorde/testkit';
import { guardedHorde, MODEL } from '../moderation/guardedHorde.fixture.ts';

const stage = await guardedHorde();
const { horde, alice, owner, mod, call, good, pop, submit, advance } = stage;
after(() => stage.stop());

const captain = await horde.user({ username: 'captain', trusted: true });
let count = 0;
const create = async (fields: object = {}): Promise<string> =>
  (await good('POST', '/teams', captain, { name: `Crew ${++count}`, ...fields })).id;
const rcOf = async (method: string, path: string, user: TestUser | undefined, body?: unknown) => {
  const answer = await call(method, path, user, body);
  return [answer.status, answer.body.rc];
};

async function join(user: TestUser, team: string): Promise<string> {
  await pop(user);
  const worker = horde.horde.workers.byName(`Worker of ${user.id}`)!;
  await good('PUT', `/workers/${worker.id}`, user, { team });
  return worker.id;
}

async function draw(user: TestUser, n: number): Promise<void> {
  const { id: request } = await good('POST', '/generate/async', alice, {
    prompt: 'a boat',
    models: [MODEL],
    params: { width: 64, height: 64, steps: 1, n },
  });
  const { ids } = (await pop(user, { amount: n })).body;
  assert.equal(ids.length, n);
  for (const id of ids) await submit(user, id);
  await good('DELETE', `/generate/status/${request}`);
}

test('images of its members count for a team, those from before and after do not', async () => {
  const team = await create();
  await pop(owner);
  await draw(owner, 1);
  const worker = await join(owner, team);
  await draw(owner, 3);
  const before = await good('GET', `/teams/${team}`);
  assert.equal(before.requests_fulfilled, 3);
  const { kudos_details: earned } = await good('GET', `/workers/${worker}`);
  assert.ok(before.kudos > 0 && before.kudos < earned.generated, 'the first image is not among them');
  assert.ok(Number.isInteger(before.kudos), 'whole, as the original keeps it');
  // Both are rounded.
  assert.ok(Math.abs((before.kudos * 4) / 3 - earned.generated) < 1.5);
  await good('PUT', `/workers/${worker}`, owner, { team: '' });
  await draw(owner, 1);
  assert.equal((await good('GET', `/teams/${team}`)).requests_fulfilled, 3);
});

test('uptime counts for a team when it is paid', async () => {
  const team = await create();
  await join(owner, team);
  for (let i = 0; i < 13; i += 1) {
    advance(60_000);
    await pop(owner);
    // A check-in is stored after its answer; those of thirteen minutes at once would be one.
    await horde.horde.commits.drain();
  }
  assert.equal((await good('GET', `/teams/${team}`)).uptime, 600);
});

test('jobs of texts do not count for a team', async () => {
  const team = await create();
  const offer = { name: 'Scribe', models: ['aphrodite/x'], bridge_agent: 'KoboldCppEmbedWorker:2:x' };
  await good('POST', '/generate/text/pop', owner, offer);
  const { id } = horde.horde.workers.byName('Scribe')!;
  await good('PUT', `/workers/${id}`, owner, { team });
  await good('POST', '/generate/text/async', alice, { prompt: 'Hi', models: ['aphrodite/x'] });
  const job = await good('POST', '/generate/text/pop', owner, offer);
  await good('POST', '/generate/text/submit', owner, { id: job.id, generation: 'Ho' });
  const { requests_fulfilled, models, worker_count } = await good('GET', `/teams/${team}`);
  assert.deepEqual([requests_fulfilled, models, worker_count], [0, [{ name: 'aphrodite/x', count: 1 }], 1]);
});

test('names are one whatever their case, cleaned, and never empty', async () => {
  await create({ name: 'The <b>Bold</b> & Co' });
  const [team] = (await good('GET', '/teams')).slice(-1);
  assert.equal(team.name, 'The <b>Bold</b> &amp; Co');
  assert.deepEqual(await rcOf('POST', '/teams', captain, { name: 'the <b>bold</b> & CO' }), [
    400,
    'TeamNameAlreadyExists',
  ]);
  assert.deepEqual(await rcOf('POST', '/teams', captain, { name: '\0\0\0' }), [400, 'BadRequest']);
  const rival = await create();
  assert.deepEqual(await rcOf('PATCH', `/teams/${rival}`, captain, { name: 'THE <b>Bold</b> & Co' }), [
    400,
    'TeamNameAlreadyExists',
  ]);
  assert.deepEqual(await rcOf('PATCH', `/teams/${rival}`, captain, { name: 'fuck you' }), [
    400,
    'ProfaneTeamName',
  ]);
  assert.deepEqual(await rcOf('PATCH', `/teams/${rival}`, captain, { info: 'fuck you' }), [
    400,
    'ProfaneTeamInfo',
  ]);
});

test('two who make the same team at once get one', async () => {
  const answers = await Promise.all(
    Array.from({ length: 6 }, () => call('POST', '/teams', captain, { name: 'At Once' })),
  );
  assert.deepEqual(answers.map(({ status }) => status).sort(), [200, 400, 400, 400, 400, 400]);
  for (const { status, body } of answers) if (status === 400) assert.equal(body.rc, 'TeamNameAlreadyExists');
});

test('without a key nothing is changed or deleted, and what a moderator does is on record', async () => {
  const team = await create();
  assert.equal((await call('PATCH', `/teams/${team}`, undefined, { info: 'hello' })).status, 401);
  assert.equal((await call('DELETE', `/teams/${team}`)).status, 401);
  await good('PATCH', `/teams/${team}`, mod, { info: 'hello' });
  await good('DELETE', `/teams/${team}`, mod);
  const { entries } = await good('GET', `/operations/audit?subject=team:${team}`, mod);
  assert.deepEqual(
    entries.map(({ action, actor }: { action: string; actor: string }) => [action, actor]),
    [
      ['team.delete', mod.alias],
      ['team.change', mod.alias],
    ],
  );
});
