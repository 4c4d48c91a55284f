import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { test } from 'node:test';
import { MemoryBus, testDatabase } from '@openhorde/testkit';
import type { Worker } from '../../core/workers/index.ts';
import { alchemyWorkerDetails } from '../../kinds/alchemy/workerDetails.ts';
import type { ImageOfferRecord } from '../../kinds/image/offer.ts';
import { imageWorkerDetails } from '../../kinds/image/workerDetails.ts';
import { textWorkerDetails } from '../../kinds/text/workerDetails.ts';
import { featureNode } from '../../testing/featureNode.ts';
import { WorkerMessages } from './messages.ts';
import { workerRoutes } from './routes.ts';
import { trustOwner } from './trustOwner.ts';

const { database: db } = await testDatabase();
const bus = new MemoryBus();
const node = featureNode({ db, bus });
const { registry, call, user } = node;
const { now } = node.world;
const edits = { db, registry, now, tell: (ids: readonly string[]) => bus.publish('workers', ids) };
const messages = new WorkerMessages({ database: db, bus, now });
const OF_KIND = { image: imageWorkerDetails, text: textWorkerDetails, interrogation: alchemyWorkerDetails };
const shownByKind = (of: Worker) => OF_KIND[of.type](of);
workerRoutes(node.app, { ...edits, accounts: node.accounts, messages, shownByKind });
node.accounts.whenTrustSet((id, trusted) => trustOwner(edits, id, trusted));

const owner = await user('owner', { kudos: 100 });
const stranger = await user('stranger');
const mod = await user('mod', { moderator: true });
const ANONYMOUS = '0000000000';
const AGENT = 'AI Horde Worker reGen:12.0.0:https://example.com/worker';

const OFFER: ImageOfferRecord = {
  maxPixels: 1_048_576,
  models: ['Counterfeit'],
  blacklist: [],
  allowImg2img: true,
  allowPainting: true,
  allowPostProcessing: true,
  allowControlnet: false,
  allowSdxlControlnet: false,
  allowLora: false,
  limitMaxSteps: false,
};

let count = 0;
async function worker(fields: Record<string, unknown> = {}): Promise<{ id: string; name: string }> {
  const id = randomUUID();
  count += 1;
  const row = {
    id,
    type: 'image',
    user_id: owner.id,
    name: `W ${count}`,
    ip: '203.0.113.7',
    bridge_agent: AGENT,
    nsfw: true,
    offer: JSON.stringify(OFFER),
    ...fields,
  };
  const columns = Object.keys(row);
  await db.query(
    `INSERT INTO workers (${columns}) VALUES (${columns.map((_, i) => `$${i + 1}`)})`,
    Object.values(row),
  );
  await registry.load([id]);
  return { id, name: row.name as string };
}

const rc = async (...args: Parameters<typeof call>) => {
  const { status, body } = await call(...args);
  return [status, body.rc ?? Object.keys(body.errors ?? {}).join()];
};

test('a worker shows its public fields, by id and by name, to every client', async () => {
  const { id, name } = await worker();
  const expected = {
    type: 'image',
    name,
    id,
    online: true,
    requests_fulfilled: 0,
    kudos_rewards: 0,
    kudos_details: { generated: null, uptime: null },
    performance: '1.0 megapixelsteps per second',
    threads: 1,
    uptime: 0,
    maintenance_mode: false,
    nsfw: true,
    trusted: false,
    flagged: false,
    uncompleted_jobs: 0,
    models: ['Counterfeit'],
    team: { name: null, id: null },
    bridge_agent: AGENT,
    max_pixels: 1_048_576,
    megapixelsteps_generated: 0,
    img2img: true,
    painting: true,
    'post-processing': true,
    lora: false,
    controlnet: false,
    sdxl_controlnet: false,
  };
  for (const key of [undefined, ANONYMOUS, 'wrong', owner.key, stranger.key]) {
    assert.deepEqual(await call('GET', `/v2/workers/${id}`, key), { status: 200, body: expected });
  }
  const byName = await call('GET', `/v2/workers/name/${encodeURIComponent(name)}`);
  assert.deepEqual(byName, { status: 200, body: expected });
});

test('source images and painting are off when the bridge cannot do them', async () => {
  const { id } = await worker({ bridge_agent: 'unknown:0:unknown' });
  const { body } = await call('GET', `/v2/workers/${id}`);
  assert.deepEqual([body.img2img, body.painting, body['post-processing']], [false, false, true]);
});

test('moderators see more, and so does everybody when the owner made his workers public', async () => {
  const { id } = await worker();
  await db.query("UPDATE users SET contact = 'owner@example.com' WHERE id = $1", [owner.id]);
  await db.query(
    `INSERT INTO worker_messages (id, worker_id, user_id, message, origin, expires_at) VALUES
       ($1, $2, $3, 'update, please', 'AI Horde Moderators', now() + interval '1 hour'),
       ($4, NULL, $3, 'to all', 'AI Horde Moderators', now() + interval '2 hours'),
       ($5, $2, $3, 'long over', 'AI Horde Moderators', now() - interval '1 hour')`,
    [randomUUID(), id, mod.id, randomUUID(), randomUUID()],
  );
  await messages.load();
  await node.accounts.setRoles(owner.id, { vpn: true });
  const seen = (await call('GET', `/v2/workers/${id}`, mod.key)).body;
  assert.deepEqual(
    [seen.owner, seen.paused, seen.suspicious, seen.ipaddr, seen.contact],
    [owner.alias, false, 0, '203.0.113.7', 'owner@example.com'],
  );
  assert.deepEqual(seen.messages.map((m: { message: string }) => m.message).sort(), [
    'to all',
    'update, please',
  ]);
  assert.match(seen.messages[0].expiry, /^\w{3}, \d\d \w{3} \d{4} \d\d:\d\d:\d\d -0000$/);
  await db.query('UPDATE users SET public_workers = true WHERE id = $1', [owner.id]);
  await node.accounts.setRoles(owner.id, { vpn: false });
  const open = (await call('GET', `/v2/workers/${id}`)).body;
  assert.deepEqual(
    [open.owner, open.messages.length, open.paused, open.contact],
    [owner.alias, 2, undefined, undefined],
  );
  await db.query('UPDATE users SET public_workers = false WHERE id = $1', [owner.id]);
  await db.query('DELETE FROM worker_messages');
  await messages.load();
  await node.accounts.setRoles(owner.id, { vpn: false });
});

test('a worker shows what it did, earned and dropped', async () => {
  const { id } = await worker({
    fulfilments: 3,
    uncompleted_jobs: 1,
    contributions: 7.8643,
    speed: 2_340_000,
    uptime_seconds: 660,
  });
  await db.query(`INSERT INTO kudos_accounts (account, balance) VALUES ('worker:' || $1, 59.26)`, [id]);
  await db.query(
    `INSERT INTO kudos_totals VALUES ('worker:' || $1, 'generated', 9.26), ('worker:' || $1, 'uptime', 50)`,
    [id],
  );
  const { body } = await call('GET', `/v2/workers/${id}`);
  assert.deepEqual(
    [
      body.requests_fulfilled,
      body.uncompleted_jobs,
      body.megapixelsteps_generated,
      body.performance,
      body.uptime,
    ],
    [3, 1, 8, '2.3 megapixelsteps per second', 660],
  );
  assert.deepEqual([body.kudos_rewards, body.kudos_details], [59, { generated: 9, uptime: 50 }]);
});

test('the list holds workers seen within 300 seconds, by name in any case or by type', async () => {
  const { id, name } = await worker({ name: 'Wide angle' });
  await worker({ name: 'Long gone', last_check_in_at: new Date(Date.now() - 301_000) });
  const list = async (query: string, key?: string) => (await call('GET', `/v2/workers${query}`, key)).body;
  assert.deepEqual(
    (await list('?name=wIDE%20angle')).map((w: { id: string }) => w.id),
    [id],
  );
  assert.deepEqual(
    (await list('?name=Wide%20angle&type=text')).map((w: { name: string }) => w.name),
    [name],
  );
  assert.deepEqual(await list('?name=Long%20gone'), []);
  assert.deepEqual(await list('?type=dreamer'), []);
  assert.deepEqual(await list('?type=text'), []);
  assert.ok((await list('')).length > 3);
  assert.equal((await list('?name=Wide%20angle', mod.key))[0].owner, owner.alias);
  assert.equal((await list('?name=Wide%20angle', owner.key))[0].owner, undefined);
});

test('a worker that does not exist is not found, before any key is looked at', async () => {
  const { id, name } = await worker({ name: 'Exact 1' });
  for (const path of [
    'name/exact%201',
    'name/Exact',
    `name/${id}`,
    'not-an-id',
    randomUUID(),
    encodeURIComponent(name),
  ]) {
    assert.deepEqual(await rc('GET', `/v2/workers/${path}`), [404, 'WorkerNotFound'], path);
  }
  assert.deepEqual(await rc('PUT', `/v2/workers/${randomUUID()}`, undefined, { maintenance: true }), [
    404,
    'WorkerNotFound',
  ]);
  assert.deepEqual(await rc('PUT', '/v2/workers/not-an-id', 'wrong', { maintenance: true }), [
    404,
    'WorkerNotFound',
  ]);
  assert.deepEqual(await rc('PUT', '/v2/workers/not-an-id', undefined, { name: 'abc' }), [400, 'name']);
  assert.deepEqual(await rc('DELETE', '/v2/workers/not-an-id'), [404, 'WorkerNotFound']);
  assert.deepEqual(await rc('DELETE', `/v2/workers/${randomUUID()}`, 'wrong'), [404, 'WorkerNotFound']);
});

test('a field mask leaves only the named fields', async () => {
  const { id, name } = await worker();
  const masked = await node.app.inject({
    url: `/api/v2/workers/${id}`,
    headers: { 'x-fields': 'name,team{name}' },
  });
  assert.deepEqual(masked.json(), { name, team: { name: null } });
});

test('maintenance is set by the owner or a moderator, with or without a message', async () => {
  const { id } = await worker();
  const put = (key: string | undefined, body: object) => rc('PUT', `/v2/workers/${id}`, key, body);
  assert.deepEqual(await put(stranger.key, { maintenance: true }), [403, 'NotOwner']);
  assert.deepEqual(await put(ANONYMOUS, { maintenance: true }), [403, 'NotOwner']);
  assert.deepEqual(await put('wrong', { maintenance: true }), [401, 'InvalidAPIKey']);
  assert.deepEqual(await put(undefined, { maintenance: true }), [400, 'apikey']);
  assert.deepEqual(
    await call('PUT', `/v2/workers/${id}`, mod.key, { maintenance: true, maintenance_msg: 'please update' }),
    {
      status: 200,
      body: { maintenance: true },
    },
  );
  assert.equal(registry.byId(id)?.maintenanceMessage, 'please update');
  await call('PUT', `/v2/workers/${id}`, owner.key, { maintenance: true });
  assert.equal(registry.byId(id)?.maintenanceMessage, null);
  assert.deepEqual(
    (await call('PUT', `/v2/workers/${id}`, owner.key, { maintenance: false, maintenance_msg: 'unused' }))
      .body,
    {
      maintenance: false,
    },
  );
  assert.equal((await call('GET', `/v2/workers/${id}`)).body.maintenance_mode, false);
  assert.deepEqual(await put(owner.key, { maintenance: true, maintenance_msg: 'm'.repeat(301) }), [
    400,
    'BadRequest',
  ]);
  assert.deepEqual(await put(owner.key, { maintenance: true, maintenance_msg: 'a\0b' }), [
    400,
    'NulByteInPayload',
  ]);
});

test('only moderators pause, and an owner who becomes trusted sets his workers free', async () => {
  const late = await user('late');
  const { id } = await worker({ user_id: late.id });
  assert.deepEqual(await rc('PUT', `/v2/workers/${id}`, late.key, { paused: true }), [403, 'NotModerator']);
  assert.deepEqual((await call('PUT', `/v2/workers/${id}`, mod.key, { paused: true })).body, {
    paused: true,
  });
  assert.equal((await call('GET', `/v2/workers/${id}`, mod.key)).body.paused, true);
  await node.accounts.setRoles(late.id, { trusted: true });
  assert.deepEqual([registry.byId(id)?.paused, registry.byId(id)?.ownerTrusted], [false, true]);
  await registry.load([id]);
  assert.deepEqual([registry.byId(id)?.paused, registry.byId(id)?.ownerTrusted], [false, true]);
});

test('the info is cleaned, may be emptied, and must be decent and short', async () => {
  const { id } = await worker();
  const put = async (key: string, info: string) =>
    (await call('PUT', `/v2/workers/${id}`, key, { info })).body;
  assert.deepEqual(await put(owner.key, ' <script>x</script> '), { info: '&lt;script&gt;x&lt;/script&gt;' });
  assert.equal((await call('GET', `/v2/workers/${id}`)).body.info, '&lt;script&gt;x&lt;/script&gt;');
  assert.deepEqual(await put(owner.key, 'a\0bcd'), { info: 'abcd' });
  assert.deepEqual(await put(mod.key, ''), { info: '' });
  assert.equal((await call('GET', `/v2/workers/${id}`)).body.info, '');
  assert.equal((await put(owner.key, 'n'.repeat(1000))).info.length, 1000);
  assert.deepEqual(Object.keys((await put(owner.key, 'n'.repeat(1001))).errors), ['info']);
  assert.equal((await put(owner.key, 'fuck this shit')).rc, 'ProfaneWorkerInfo');
  assert.equal((await put(stranger.key, 'not mine')).rc, 'NotOwner');
});

test('a renamed worker keeps its id and is found under the new name only', async () => {
  const { id } = await worker({ name: 'Before 1' });
  const other = await worker({ name: 'Taken 1', user_id: stranger.id, type: 'text' });
  const put = (key: string, name: string) => call('PUT', `/v2/workers/${id}`, key, { name });
  assert.deepEqual((await put(owner.key, ' After 1 ')).body, { name: 'After 1' });
  assert.deepEqual((await put(owner.key, 'After 1')).body, { name: 'After 1' });
  assert.equal((await call('GET', '/v2/workers/name/After%201')).body.id, id);
  assert.equal((await call('GET', '/v2/workers/name/Before%201')).status, 404);
  assert.equal((await put(owner.key, other.name)).body.rc, 'WorkerNameAlreadyExists');
  assert.deepEqual((await put(owner.key, 'taken 1')).body, { name: 'taken 1' });
  for (const name of ['abcd', '', 'n'.repeat(101)])
    assert.deepEqual(Object.keys((await put(owner.key, name)).body.errors), ['name']);
  assert.equal((await put(owner.key, 'n'.repeat(100))).status, 200);
  assert.equal((await put(owner.key, '     ')).body.rc, 'BadRequest');
  assert.equal((await put(owner.key, 'fuck you all')).body.rc, 'ProfaneWorkerName');
  assert.equal((await put(stranger.key, 'Stolen 1')).body.rc, 'NotModerator');
});

test('a name that another node has just given away is refused and nothing is changed', async () => {
  const { id, name } = await worker();
  await db.query("INSERT INTO workers (id, type, user_id, name) VALUES ($1, 'image', $2, 'Elsewhere')", [
    randomUUID(),
    stranger.id,
  ]);
  assert.deepEqual(await rc('PUT', `/v2/workers/${id}`, owner.key, { name: 'Elsewhere' }), [
    400,
    'WorkerNameAlreadyExists',
  ]);
  assert.equal(registry.byId(id)?.name, name);
});

test('a worker joins any team and leaves it with an empty text', async () => {
  const { id } = await worker();
  const team = randomUUID();
  await db.query("INSERT INTO teams (id, name, owner_id) VALUES ($1, 'Crew', $2)", [team, stranger.id]);
  const put = (key: string, to: string) => call('PUT', `/v2/workers/${id}`, key, { team: to });
  assert.deepEqual((await put(owner.key, team)).body, { team: 'Crew' });
  assert.deepEqual((await call('GET', `/v2/workers/${id}`)).body.team, { name: 'Crew', id: team });
  assert.deepEqual((await put(mod.key, '')).body, { team: 'None' });
  assert.deepEqual((await put(owner.key, '')).body, { team: 'None' });
  assert.deepEqual((await call('GET', `/v2/workers/${id}`)).body.team, { name: null, id: null });
  for (const to of [randomUUID(), 'no-id', 'x'.repeat(36)])
    assert.equal((await put(owner.key, to)).body.rc, 'TeamNotFound');
  assert.deepEqual(Object.keys((await put(owner.key, 'x'.repeat(37))).body.errors), ['team']);
  assert.equal((await put(stranger.key, team)).body.rc, 'NotModerator');
});

test('a change that selects nothing is refused, wrong types are refused first', async () => {
  const { id } = await worker();
  const put = (key: string, body: object) => rc('PUT', `/v2/workers/${id}`, key, body);
  for (const body of [{}, { maintenance_msg: 'text alone' }, { colour: 'blue' }]) {
    assert.deepEqual(await put(stranger.key, body), [400, 'NoWorkerModSelected']);
  }
  assert.deepEqual(await put(owner.key, { maintenance: 'yes' }), [400, 'maintenance']);
  assert.deepEqual(await put(owner.key, { paused: null }), [400, 'paused']);
  assert.deepEqual(await put(owner.key, { info: 7, name: 5, team: false }), [400, 'info,name,team']);
});

test('a field that is refused leaves those before it changed', async () => {
  const { id } = await worker();
  const refused = await rc('PUT', `/v2/workers/${id}`, owner.key, {
    maintenance: true,
    paused: true,
    name: 'Not reached',
  });
  assert.deepEqual(refused, [403, 'NotModerator']);
  const { body } = await call('GET', `/v2/workers/${id}`);
  assert.deepEqual([body.maintenance_mode, body.name === 'Not reached'], [true, false]);
});

test('a change is told to the other nodes and stands in the database', async () => {
  const { id } = await worker();
  await call('PUT', `/v2/workers/${id}`, owner.key, { info: 'kept' });
  assert.deepEqual(bus.published.at(-1), { topic: 'workers', payload: [id] });
  const { rows } = await db.query('SELECT info FROM workers WHERE id = $1', [id]);
  assert.equal(rows[0]?.info, 'kept');
});

test('a worker is deleted by its owner or a moderator, once, and its name is free', async () => {
  const first = await worker({ name: 'Short life' });
  assert.deepEqual(await rc('DELETE', `/v2/workers/${first.id}`), [401, 'InvalidAPIKey']);
  assert.deepEqual(await rc('DELETE', `/v2/workers/${first.id}`, 'wrong'), [401, 'InvalidAPIKey']);
  assert.deepEqual(await rc('DELETE', `/v2/workers/${first.id}`, stranger.key), [403, 'NotModerator']);
  assert.deepEqual(await rc('DELETE', `/v2/workers/${first.id}`, ANONYMOUS), [403, 'NotModerator']);
  assert.deepEqual(await call('DELETE', `/v2/workers/${first.id}`, owner.key), {
    status: 200,
    body: { deleted_id: first.id, deleted_name: 'Short life' },
  });
  assert.deepEqual(await rc('DELETE', `/v2/workers/${first.id}`, owner.key), [404, 'WorkerNotFound']);
  const second = await worker({ name: 'Short life', user_id: stranger.id });
  assert.equal((await call('DELETE', `/v2/workers/${second.id}`, mod.key)).status, 200);
});

test('a worker that jobs refer to is locked, and stays as it is', async () => {
  const { id } = await worker();
  const request = randomUUID();
  await db.query(
    `INSERT INTO requests (id, kind, user_id, created_at, expires_at, order_key, jobs, waiting, things, price, matching,
       payload, prompt, client_agent)
     VALUES ($1, 'image', $2, now(), now(), 0, 1, 0, 1, 1, '{}', '{}', 'p', 'a')`,
    [request, owner.id],
  );
  await db.query(
    `INSERT INTO jobs (id, request_id, worker_id, worker_name, model, state, started_at, deadline_at)
     VALUES ($1, $2, $3, 'w', 'm', 'done', now(), now())`,
    [randomUUID(), request, id],
  );
  assert.deepEqual(await rc('DELETE', `/v2/workers/${id}`, owner.key), [423, 'Locked']);
  assert.equal((await call('GET', `/v2/workers/${id}`)).status, 200);
});
