import assert from 'node:assert/strict';
import { after, afterEach, test } from 'node:test';
import { guardedHorde } from '../moderation/guardedHorde.fixture.ts';

const stage = await guardedHorde();
const { horde, alice, owner, mod, boss, call, good, pop, advance } = stage;
after(() => stage.stop());
afterEach(async () => {
  await horde.horde.db.query('DELETE FROM worker_messages');
  await horde.horde.messages.load();
});

await pop(owner);
const worker = horde.horde.workers.byName(`Worker of ${owner.id}`)!;
const write = (user: typeof mod, fields: object = {}) =>
  good('POST', '/workers/messages', user, { message: 'hello', worker_id: worker.id, ...fields });
const got = async (): Promise<string[]> =>
  (await pop(owner)).body.messages.map(({ message }: { message: string }) => message);

test('without a word on it a message lives twelve hours, and is delivered until then', async () => {
  const { created, expiry } = await write(owner);
  assert.equal(Date.parse(expiry) - Date.parse(created), 12 * 3_600_000);
  assert.deepEqual(await got(), ['hello']);
  advance(12 * 3_600_000 - 60_000);
  assert.deepEqual(await got(), ['hello']);
  advance(120_000);
  assert.deepEqual(await got(), []);
  const list = async (validity: string) =>
    (await good('GET', `/workers/messages?validity=${validity}`, owner)).length;
  assert.deepEqual([await list('active'), await list('expired'), await list('all')], [0, 1, 1]);
});

test('a message is asked for without a query on the way', async () => {
  await write(mod);
  await pop(owner);
  const { db } = horde.horde;
  const query = db.query.bind(db);
  const seen: string[] = [];
  db.query = ((...parameters: Parameters<typeof query>) => {
    seen.push(JSON.stringify(parameters[0]));
    return query(...parameters);
  }) as typeof db.query;
  try {
    assert.deepEqual(await got(), ['hello']);
  } finally {
    db.query = query;
  }
  assert.equal(
    seen.some(text => text.includes('worker_messages')),
    false,
  );
});

test('alchemists and scribes get theirs as well', async () => {
  const alchemist = { name: 'Alchemist', forms: ['caption'] };
  assert.equal('messages' in (await good('POST', '/interrogate/pop', owner, alchemist)), false);
  await write(mod, { worker_id: undefined, message: 'to all' });
  const [message] = (await good('POST', '/interrogate/pop', owner, alchemist)).messages;
  assert.deepEqual([message.message, message.origin], ['to all', 'AI Horde Moderators']);
  const scribe = { name: 'Scribe', models: ['aphrodite/x'] };
  assert.equal((await good('POST', '/generate/text/pop', owner, scribe)).messages.length, 1);
});

test('messages to all come before those to one worker, each the oldest first, in details too', async () => {
  for (const message of ['first', 'second']) {
    await write(mod, { message });
    advance(1000);
  }
  await write(mod, { message: 'to all', worker_id: undefined });
  assert.deepEqual(await got(), ['first', 'second', 'to all']);
  const { messages } = await good('GET', `/workers/${worker.id}`, mod);
  assert.deepEqual(
    messages.map(({ id, message, user_id }: Record<string, string>) => [typeof id, message, user_id]),
    [
      ['string', 'first', String(mod.id)],
      ['string', 'second', String(mod.id)],
      ['string', 'to all', String(mod.id)],
    ],
  );
});

test('a worker has fifty messages at most, and one more is refused', async () => {
  for (let i = 0; i < 50; i += 1) await write(owner, { message: `number ${i}` });
  const { status, body } = await call('POST', '/workers/messages', owner, {
    message: 'x',
    worker_id: worker.id,
  });
  assert.deepEqual([status, body.rc], [400, 'BadRequest']);
  assert.equal((await got()).length, 50);
  const page = async (n: number) => (await good('GET', `/workers/messages?page=${n}`, owner)).length;
  assert.deepEqual([await page(1), await page(2), await page(0)], [50, 0, 50]);
});

test('only moderators write to all, or read messages of others', async () => {
  const rc = async (...parameters: Parameters<typeof call>) => (await call(...parameters)).body.rc;
  assert.equal(await rc('POST', '/workers/messages', owner, { message: 'x' }), 'MessagesOnlyOwnWorkers');
  assert.equal(
    await rc('POST', '/workers/messages', alice, { message: 'x', worker_id: worker.id }),
    'MessagesOnlyOwnWorkers',
  );
  await write(mod);
  await write(owner, { message: 'mine' });
  assert.deepEqual((await good('GET', `/workers/messages?user_id=${owner.id}`, owner)).length, 1);
  assert.equal(await rc('GET', `/workers/messages?user_id=${mod.id}`, owner), 'Forbidden');
  for (const query of ['user_id=nobody', 'user_id=99999999999', 'worker_id=none'])
    assert.deepEqual(await good('GET', `/workers/messages?${query}`, mod), [], query);
});

test('messages that a moderator writes to others, or takes back of others, are on record', async () => {
  const { id } = await write(mod);
  const own = await write(owner);
  await good('DELETE', `/workers/messages/${id}`, boss);
  await good('DELETE', `/workers/messages/${own.id}`, owner);
  const { entries } = await good('GET', '/operations/audit?action=message', mod);
  assert.deepEqual(
    entries
      .slice(0, 2)
      .map(({ action, actor, detail }: { action: string; actor: string; detail: { id: string } }) => [
        action,
        actor,
        detail.id,
      ]),
    [
      ['message.delete', boss.alias, id],
      ['message.write', mod.alias, id],
    ],
  );
});

test('a worker takes its messages with it', async () => {
  await pop(owner, { name: 'Short Lived' });
  const { id: worker_id } = horde.horde.workers.byName('Short Lived')!;
  const { id } = await write(owner, { worker_id });
  await good('DELETE', `/workers/${worker_id}`, owner);
  assert.equal((await call('GET', `/workers/messages/${id}`)).body.rc, 'WorkermessageNotFound');
});
