import assert from 'node:assert/strict';
import path from 'node:path';
import { after, test } from 'node:test';
import { STORIES } from './stories/playFile.ts';
import { startTestHorde } from './testHorde.ts';

// Names and messages of every kind, as they are kept and found (decision 0211).

const horde = await startTestHorde({ IMAGE_MODELS: path.join(STORIES, 'image-models.json') });
after(() => horde.stop());
const maker = await horde.user({ username: 'maker', kudos: 1000, trusted: true });
const moderator = await horde.user({ username: 'moderator', moderator: true });

interface Said {
  status: number;
  body: Record<string, string> & { rc?: string; message?: string };
}
const say = (method: string, where: string, body?: unknown, apikey = maker.apikey): Promise<Said> =>
  horde.call(method, where, { apikey, ...(body !== undefined && { body }) });

const SENT = 'Zoe\u0308\u202e of \u001b[1m\u200bBergen';
const KEPT = 'Zo\u00eb of [1mBergen';
const BLANKS = [
  '\u200b\u200b\u200b\u200b\u200b',
  '      ',
  '\u3164\u2800\u2800\u2800\u00a0',
  '\u202e\u0301\u0301\u0301\u200d',
];

const pop = (name: string) => say('POST', '/generate/pop', { name, models: ['Deliberate'] });
const workerId = async () => (await say('GET', `/workers/name/${encodeURIComponent(KEPT)}`)).body.id!;
await pop(SENT);
const worker = await workerId();
const [team, style, collection] = await Promise.all([
  say('POST', '/teams', { name: 'a plain team' }).then(({ body }) => body.id),
  say('POST', '/styles/image', { name: 'plain', models: ['Deliberate'], prompt: '{p}{np}' }).then(
    ({ body }) => body.id,
  ),
  say('POST', '/styles/text', { name: 'plain text', models: ['x'], prompt: '{p}{np}' }).then(({ body }) =>
    say('POST', '/collections', { name: 'plain', styles: [body.id] }).then(made => made.body.id),
  ),
]);

assert.ok(worker && team && style && collection, 'there is one of each');

/** Every way to give something a name. */
const NAMINGS: Record<string, (name: string) => Promise<Said>> = {
  worker: name => say('PUT', `/workers/${worker}`, { name }),
  team: name => say('POST', '/teams', { name: `${name}` }),
  'another team': name => say('PATCH', `/teams/${team}`, { name: name === SENT ? `${name} 2` : name }),
  user: name => say('PUT', `/users/${maker.id}`, { username: name }),
  style: name => say('PATCH', `/styles/image/${style}`, { name }),
  collection: name => say('PATCH', `/collections/${collection}`, { name }),
  'shared key': name => say('PUT', '/sharedkeys', { name }),
  key: name => say('POST', '/keys', { label: name, scope: 'read' }),
  message: name => say('POST', '/workers/messages', { message: name, worker_id: worker }),
};

for (const [what, rename] of Object.entries(NAMINGS)) {
  test(`${what}: a name is kept without its invisible characters, and a wholly invisible one is refused`, async () => {
    const { status, body } = await rename(SENT);
    assert.ok(status < 300, JSON.stringify(body));
    const said = body.name ?? body.username ?? body.label ?? body.message;
    if (said !== undefined && said !== 'OK') assert.ok(said.startsWith(KEPT), JSON.stringify(said));
    for (const blank of BLANKS) {
      const refused = await rename(blank);
      assert.equal(refused.status, 400, `${JSON.stringify(blank)}: ${JSON.stringify(refused.body)}`);
      assert.match(refused.body.message!, /one can see|something to read/);
    }
  });
}

test('a worker comes with its name in any form, and not without one', async () => {
  for (const name of [SENT, KEPT, KEPT.normalize('NFD')]) assert.equal((await pop(name)).status, 200);
  assert.equal(await workerId(), worker);
  const decomposed = encodeURIComponent(KEPT.normalize('NFD'));
  assert.equal((await say('GET', `/workers/name/${decomposed}`)).body.id, worker);
  assert.equal((await say('GET', `/workers?name=${decomposed}`)).status, 200);
  for (const name of ['', ...BLANKS]) {
    const { status, body } = await pop(name);
    assert.deepEqual([status, body.rc], [400, 'BadRequest'], JSON.stringify(name));
  }
});

test('styles are found by their names in any form', async () => {
  for (const name of [SENT, KEPT.normalize('NFD')])
    assert.equal((await say('GET', `/styles/image_by_name/${encodeURIComponent(name)}`)).body.id, style);
});

test('notes and messages keep their lines, and no colours', async () => {
  const lines = 'one\r\ntwo\u001b[31m\u2028three\0';
  const kept = 'one\ntwo[31m\nthree';
  const noted = await say('PUT', `/users/${maker.id}`, { admin_comment: lines }, moderator.apikey);
  assert.equal(noted.body.admin_comment, kept);
  assert.equal((await say('PUT', `/workers/${worker}`, { info: lines })).body.info, kept);
  const written = { message: lines.replace('\0', ''), worker_id: worker };
  const { body } = await say('POST', '/workers/messages', written);
  assert.equal((await say('GET', `/workers/messages/${body.id}`)).body.message, kept);
});
