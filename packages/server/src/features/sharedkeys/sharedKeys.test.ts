import assert from 'node:assert/strict';
import { test } from 'node:test';
import { PICTURE_BASE64, startTestHorde, type TestUser } from '@openhorde/testkit';
import { reconcile } from '../../core/kudos/index.ts';
import { expireRequests } from '../../core/requests/index.ts';

const horde = await startTestHorde();
test.after(() => horde.stop());
const { db } = horde.horde;

const AGENT = 'AI Horde Worker reGen:13.0.0:x';
const MODEL = 'emoji-64';

interface Key {
  id: string;
  kudos: number;
  utilized: number;
  expiry?: string;
  name?: string;
  rc?: string;
}
type Answer<T> = { status: number; body: T & { rc?: string } };

const make = async (owner: TestUser, body: object = {}) =>
  (await horde.call('PUT', '/sharedkeys', { apikey: owner.apikey, body })).body as Key;
const look = async (id: string) => (await horde.call('GET', `/sharedkeys/${id}`)).body as Key;
const edit = (owner: TestUser, id: string, body: object): Promise<Answer<Key>> =>
  horde.call('PATCH', `/sharedkeys/${id}`, { apikey: owner.apikey, body });
const ask = (key: string, body: object = {}): Promise<Answer<{ id: string }>> =>
  horde.call('POST', '/generate/async', {
    apikey: key,
    body: { prompt: 'a heron', models: [MODEL], ...body },
  });
const kudosOf = async (user: TestUser) =>
  ((await horde.call('GET', '/find_user', { apikey: user.apikey })).body as { kudos: number }).kudos;

/** Kudos that a key, and its owner, hold for requests. */
async function heldOf(owner: TestUser, keyId: string): Promise<number> {
  const { rows } = await db.query<{ held: number }>(
    `SELECT coalesce(sum(remaining), 0)::float8 AS held FROM kudos_holds
     WHERE (user_id = $1 OR shared_key_id = $2) AND released_at IS NULL`,
    [owner.id, keyId],
  );
  return rows[0]!.held;
}

async function pop(worker: TestUser, name: string, amount = 1): Promise<string[]> {
  const body = { name, models: [MODEL], bridge_agent: AGENT, max_pixels: 4_194_304, amount };
  const answered = await horde.call('POST', '/generate/pop', { apikey: worker.apikey, body });
  return (answered.body as { ids: string[] }).ids;
}

/** A job of this very request: others may wait as well, and may come first. */
async function popOf(worker: TestUser, name: string, requestId: string): Promise<string> {
  for (;;) {
    const [job] = await pop(worker, name);
    assert.ok(job, 'nothing of the request waits');
    const { rows } = await db.query<{ request_id: string }>('SELECT request_id FROM jobs WHERE id = $1', [
      job,
    ]);
    if (rows[0]?.request_id === requestId) return job;
  }
}

async function submit(worker: TestUser, id: string): Promise<number> {
  const body = { id, generation: PICTURE_BASE64, seed: 1 };
  return (await horde.call('POST', '/generate/submit', { apikey: worker.apikey, body })).status;
}

test('a shared key is used to its end: tax and jobs come off it, its owner pays them, and then it buys nothing', async () => {
  const owner = await horde.user({ kudos: 1000 });
  const worker = await horde.user({ trusted: true });
  await pop(worker, 'Ender');
  const key = await make(owner, { kudos: 30 });
  const { status, body } = await ask(key.id, { params: { n: 2 } });
  assert.equal(status, 202);
  assert.equal((await look(key.id)).kudos, 29, 'the tax');
  assert.equal((await edit(owner, key.id, { kudos: 1 })).status, 200);
  for (const job of await pop(worker, 'Ender', 2)) assert.equal(await submit(worker, job), 200);
  const after = await look(key.id);
  assert.equal(after.kudos, 0, 'clamped');
  const { rows } = await db.query<{ consumed: number }>('SELECT consumed FROM requests WHERE id = $1', [
    body.id,
  ]);
  assert.equal(await kudosOf(owner), 1000 - rows[0]!.consumed, 'the owner pays all of it');
  assert.ok(after.utilized > 1 && after.utilized < rows[0]!.consumed, 'an empty key counts nothing more');
  assert.deepEqual((await ask(key.id)).body.rc, 'SharedKeyEmpty');
});

test('an empty key makes it a request of nobody where the client allows that, behind all others', async () => {
  const owner = await horde.user({ kudos: 1000 });
  const key = await make(owner, { kudos: 0 });
  const { status, body } = await ask(key.id, { allow_downgrade: true });
  assert.equal(status, 202);
  const { rows } = await db.query<{ user_id: number; shared_key_id: string | null; order_key: number }>(
    'SELECT user_id, shared_key_id, order_key + 5 * extract(epoch FROM created_at)::float8 AS order_key FROM requests WHERE id = $1',
    [body.id],
  );
  assert.deepEqual([rows[0]?.user_id, rows[0]?.shared_key_id], [0, null]);
  assert.equal(Math.round(rows[0]!.order_key), -50);
  assert.equal(await kudosOf(owner), 1000);
});

test('a key with too little refuses, or lets through behind all others', async () => {
  const owner = await horde.user({ kudos: 1000 });
  const key = await make(owner, { kudos: 5 });
  assert.deepEqual((await ask(key.id)).body.rc, 'SharedKeyInsufficientKudos');
  const { body } = await ask(key.id, { allow_downgrade: true });
  const { rows } = await db.query<{ user_id: number; priority: number }>(
    'SELECT user_id, order_key + 5 * extract(epoch FROM created_at)::float8 AS priority FROM requests WHERE id = $1',
    [body.id],
  );
  assert.deepEqual([rows[0]?.user_id, Math.round(rows[0]!.priority)], [owner.id, -50]);
});

test('jobs keep to the limits of the key, and a limit of 0 forbids the kind', async () => {
  const owner = await horde.user({ kudos: 1000 });
  const { id } = await make(owner, { max_image_pixels: 262_144, max_image_steps: 20, max_text_tokens: 0 });
  const image = async (params: object) => (await ask(id, { params })).body.rc;
  assert.equal(await image({ width: 512, height: 512, steps: 20 }), undefined);
  assert.equal(await image({ width: 576, height: 512, steps: 20 }), 'BadRequest');
  assert.equal(await image({ width: 64, height: 64, steps: 21 }), 'BadRequest');
  assert.equal(await image({ width: 64, height: 64 }), 'BadRequest', 'the default of 30 steps counts');
  assert.equal(await image({ width: 64, height: 64, steps: 15, sampler_name: 'k_heun' }), undefined);
  const text = await horde.call('POST', '/generate/text/async', { apikey: id, body: { prompt: 'Once' } });
  assert.equal((text.body as { rc: string }).rc, 'BadRequest');
});

test('expired is expired, whatever the client allows; empty is said first', async () => {
  const owner = await horde.user({ kudos: 1000 });
  const { id } = await make(owner, { expiry: -7 });
  assert.equal((await ask(id)).body.rc, 'SharedKeyExpired');
  assert.equal((await ask(id, { allow_downgrade: true })).body.rc, 'SharedKeyExpired');
  await edit(owner, id, { kudos: 0 });
  assert.equal((await ask(id)).body.rc, 'SharedKeyEmpty');
  assert.equal((await ask(id, { allow_downgrade: true })).body.rc, 'SharedKeyExpired');
});

test('a key that belongs to a style pays for that style alone, and one of a deleted owner for nothing', async () => {
  const owner = await horde.user({ kudos: 1000, trusted: true });
  const { id } = await make(owner);
  const body = { name: 'herons', prompt: 'a heron, {p}{np}', models: [MODEL], sharedkey: id };
  const style = await horde.call('POST', '/styles/image', { apikey: owner.apikey, body });
  assert.equal(style.status, 200);
  assert.equal((await ask(id)).body.rc, 'SharedKeyAssignedStyles');
  const styleId = (style.body as { id: string }).id;
  assert.equal((await ask('0000000000', { style: styleId })).status, 202);
  assert.ok((await look(id)).utilized >= 1, 'a user of the style is paid for by its key');
  const plain = await make(owner);
  await horde.features.accounts.setRoles(owner.id, { deleted: true });
  assert.equal((await ask(plain.id)).body.rc, 'DeletedUser');
});

test('requests that were made with a key go with it', async () => {
  const owner = await horde.user({ kudos: 1000 });
  const worker = await horde.user({ trusted: true });
  const { id } = await make(owner);
  const waiting = await ask(id, { slow_workers: false });
  const { body: own } = await ask(owner.apikey);
  await horde.call('DELETE', `/sharedkeys/${id}`, { apikey: owner.apikey });
  const check = async (request: string) => (await horde.call('GET', `/generate/check/${request}`)).status;
  assert.deepEqual([await check(waiting.body.id), await check(own.id)], [404, 200]);
  const { rows } = await db.query<{ held: number }>(
    'SELECT coalesce(sum(remaining), 0)::float8 AS held FROM kudos_holds WHERE user_id = $1 AND released_at IS NULL',
    [owner.id],
  );
  assert.equal(rows[0]?.held, 0, 'nothing is held for what is gone');
  assert.equal((await ask(id)).body.rc, 'InvalidAPIKey');
  await popOf(worker, 'Cleaner', own.id);
});

test('a worker that is busy when the key goes is paid, by the account of the key, and nothing more is handed out', async () => {
  const owner = await horde.user({ kudos: 1000 });
  const worker = await horde.user({ trusted: true });
  const { id } = await make(owner);
  await pop(worker, 'Late');
  const { body } = await ask(id, { params: { n: 2 } });
  const job = await popOf(worker, 'Late', body.id);
  const [paid, charged] = [await kudosOf(worker), await kudosOf(owner)];
  await horde.call('DELETE', `/sharedkeys/${id}`, { apikey: owner.apikey });
  const { rows } = await db.query('SELECT waiting, processing FROM requests WHERE id = $1', [body.id]);
  assert.deepEqual(rows, [{ waiting: 0, processing: 1 }]);
  assert.equal(await submit(worker, job), 200);
  assert.ok((await kudosOf(worker)) > paid);
  assert.ok((await kudosOf(owner)) < charged);
  assert.equal((await horde.call('GET', `/generate/check/${body.id}`)).status, 200);
  assert.equal(await heldOf(owner, id), 0);
});

test('many requests at once on a small key: those that it can pay go in, and its owner pays no more than it had', async () => {
  const owner = await horde.user({ kudos: 5000 });
  const worker = await horde.user({ trusted: true });
  await pop(worker, 'Quick');
  const { id } = await make(owner, { kudos: 25 });
  const before = await kudosOf(owner);
  const answers = await Promise.all(Array.from({ length: 25 }, () => ask(id)));
  const accepted = answers.filter(({ status }) => status === 202).length;
  assert.ok(accepted >= 1 && accepted < 25, `${accepted} of 25`);
  for (const { status, body } of answers)
    if (status !== 202) assert.deepEqual([status, body.rc], [403, 'SharedKeyInsufficientKudos']);
  for (let job = await pop(worker, 'Quick'); job.length > 0; job = await pop(worker, 'Quick'))
    for (const each of job) assert.equal(await submit(worker, each), 200);
  assert.ok(before - (await kudosOf(owner)) <= 25, `${before - (await kudosOf(owner))} kudos`);
  assert.equal(await heldOf(owner, id), 0, 'nothing is held for what is done');
});

test('kudos that a key holds for a request are free again when it is cancelled, given up or expired', async () => {
  const owner = await horde.user({ kudos: 5000 });
  const worker = await horde.user({ trusted: true });
  await pop(worker, 'Giver');
  const { id } = await make(owner, { kudos: 12 });
  const one = await ask(id);
  assert.equal(one.status, 202);
  assert.equal((await ask(id)).body.rc, 'SharedKeyInsufficientKudos', 'the first one holds it');
  await horde.call('DELETE', `/generate/status/${one.body.id}`);
  const two = await ask(id);
  assert.equal(two.status, 202);
  for (let fault = 0; fault < 3; fault += 1) {
    const job = await popOf(worker, 'Giver', two.body.id);
    const body = { id: job, generation: '', seed: 0, state: 'faulted' };
    await horde.call('POST', '/generate/submit', { apikey: worker.apikey, body });
  }
  assert.equal(await heldOf(owner, id), 0, 'given up');
  const three = await ask(id);
  assert.equal(three.status, 202);
  await db.query("UPDATE requests SET expires_at = now() - interval '1 second' WHERE id = $1", [
    three.body.id,
  ]);
  await expireRequests(horde.horde, new AbortController().signal);
  assert.equal(await heldOf(owner, id), 0, 'expired');
});

test("requests behind all others share what is left, and then are nobody's", async () => {
  const owner = await horde.user({ kudos: 5000 });
  const { id } = await make(owner, { kudos: 5 });
  const all = await Promise.all(Array.from({ length: 10 }, () => ask(id, { allow_downgrade: true })));
  const { rows } = await db.query<{ requests: number }>(
    'SELECT count(*)::int AS requests FROM requests WHERE shared_key_id = $1',
    [id],
  );
  assert.equal(rows[0]?.requests, 1, 'one takes all that there is');
  for (const { status, body } of all)
    assert.ok(status === 202 || body.rc === 'SharedKeyInsufficientKudos', `${status} ${body.rc}`);
  const after = await ask(id, { allow_downgrade: true });
  const { rows: owners } = await db.query('SELECT user_id FROM requests WHERE id = $1', [after.body.id]);
  assert.deepEqual(owners, [{ user_id: 0 }]);
});

test('a crowd on one key: it never goes below nothing, and the log adds up to what was used', async () => {
  const owner = await horde.user({ kudos: 5000 });
  await horde.features.accounts.change({ userId: owner.id, set: { concurrency: 200 } });
  const { id } = await make(owner, { kudos: 40 });
  const answers = await Promise.all(
    Array.from({ length: 60 }, () => ask(id, { params: { width: 64, height: 64, steps: 1 } })),
  );
  const accepted = answers.filter(({ status }) => status === 202).length;
  for (const { status, body } of answers)
    if (status !== 202) assert.ok(/^SharedKey(Empty|InsufficientKudos)$/.test(body.rc ?? ''), body.rc);
  const { kudos, utilized } = await look(id);
  assert.ok(kudos >= 0);
  assert.equal(utilized, Math.min(40, accepted));
  const { rows } = await db.query<{ sum: number; least: number }>(
    'SELECT sum(charge)::float8 AS sum, min(kudos_left)::float8 AS least FROM shared_key_uses WHERE shared_key_id = $1',
    [id],
  );
  assert.deepEqual([rows[0]?.sum, rows[0]?.least], [utilized, kudos]);
  const { sum, wrongBalances } = await reconcile(db.pool);
  assert.deepEqual([sum, wrongBalances], [0, []]);
});

test('the owner reads what the key was used for, page by page, and nobody else does', async () => {
  const owner = await horde.user({ kudos: 5000 });
  const { id } = await make(owner, { kudos: 500 });
  const small = { params: { width: 64, height: 64, steps: 1 } };
  const requests: string[] = [];
  for (let i = 0; i < 3; i += 1) requests.unshift((await ask(id, small)).body.id);
  const read = async (query: string, apikey = owner.apikey) =>
    (await horde.call('GET', `/sharedkeys/${id}/uses${query}`, { apikey })).body as {
      uses: Record<string, unknown>[];
      next?: number;
      rc?: string;
    };
  const all = await read('');
  assert.deepEqual(
    all.uses.map(({ request_id, type, kudos, left }) => [request_id, type, kudos, left]),
    [
      [requests[0], 'image', 1, 497],
      [requests[1], 'image', 1, 498],
      [requests[2], 'image', 1, 499],
    ],
  );
  const first = await read('?limit=2');
  assert.deepEqual(first.uses, all.uses.slice(0, 2));
  assert.deepEqual((await read(`?limit=2&before=${first.next}`)).uses, all.uses.slice(2));
  const stranger = await horde.user({ moderator: true });
  assert.equal((await read('', stranger.apikey)).rc, 'Forbidden');
  assert.equal((await read('', id)).rc, 'InvalidAPIKey', 'the key itself opens nothing');
});

test('find_user with a shared key shows what everybody may see of its owner', async () => {
  const owner = await horde.user({ username: 'Ada' });
  const named = await make(owner, { name: 'for the class' });
  const plain = await make(owner);
  const find = async (apikey: string) =>
    (await horde.call('GET', '/find_user', { apikey })).body as Record<string, unknown>;
  assert.equal((await find(named.id)).username, `${owner.alias} (Shared Key: for the class)`);
  const seen = await find(plain.id);
  assert.equal(seen.username, `${owner.alias} (Shared Key)`);
  for (const field of ['sharedkey_ids', 'contact', 'vpn', 'active_generations']) assert.ok(!(field in seen));
});

test('fields of every shape: coerced, or refused with a reason', async () => {
  const owner = await horde.user({ trusted: true });
  const tried = async (body: unknown) => {
    const answered = await horde.call('PUT', '/sharedkeys', { apikey: owner.apikey, body });
    const key = answered.body as Key & { errors?: object; max_image_steps?: number };
    await horde.call('DELETE', `/sharedkeys/${key.id}`, { apikey: owner.apikey });
    return key;
  };
  assert.equal((await tried({ kudos: '12' })).kudos, 12);
  assert.equal((await tried({ kudos: 7.9 })).kudos, 7);
  assert.equal((await tried({ kudos: null })).kudos, 5000);
  assert.equal((await tried({ kudos: -1 })).kudos, -1);
  assert.equal((await tried({ kudos: -900 })).kudos, 0, 'below -1 lets nothing through');
  assert.equal((await tried({ kudos: 900_000_000_000_000 })).kudos, 10_000_000_000_000);
  assert.equal((await tried({ max_image_steps: 900_000_000_000_000 })).max_image_steps, 900_000_000_000_000);
  assert.equal((await tried({ max_image_steps: -2 })).max_image_steps, 0);
  assert.equal((await tried({ expiry: 0 })).expiry, undefined);
  assert.match((await tried({ expiry: 900_000_000_000_000 })).expiry!, /21\d\d/);
  assert.deepEqual(Object.keys((await tried({ kudos: 'many' })).errors!), ['kudos']);
  assert.equal((await tried({ name: 'a\u0000b' })).rc, 'NulByteInPayload');
  assert.deepEqual(Object.keys((await tried({ name: 'n'.repeat(256) })).errors!), ['name']);
  assert.equal((await tried({ name: ' \u200b\u3164' })).rc, 'BadRequest', 'nobody can see it');
  assert.equal((await tried({ name: 'Zoe\u0308\u202e\u001b' })).name, 'Zo\u00eb');
  assert.equal((await tried({ name: 5 })).name, '5');
  assert.equal((await tried('no json')).kudos, 5000);
});

test('an account has as many shared keys as its roles allow, also when it asks for many at once', async () => {
  const owner = await horde.user();
  const answers = await Promise.all(
    Array.from({ length: 8 }, () => horde.call('PUT', '/sharedkeys', { apikey: owner.apikey, body: {} })),
  );
  assert.equal(answers.filter(({ status }) => status === 200).length, 3);
  for (const { status, body } of answers)
    if (status !== 200) assert.deepEqual([status, (body as Key).rc], [403, 'Forbidden']);
  assert.equal(
    ((await horde.call('PUT', '/sharedkeys', { apikey: '0000000000' })).body as Key).rc,
    'AnonForbidden',
  );
});

test('only the owner changes or deletes a key, and a change must change something', async () => {
  const owner = await horde.user();
  const mod = await horde.user({ moderator: true });
  const { id } = await make(owner);
  assert.equal((await edit(mod, id, { kudos: 1 })).body.rc, 'Forbidden');
  assert.equal((await edit(owner, id, {})).body.rc, 'NoSharedKeyModSelected');
  assert.equal((await edit(owner, id, { kudos: null })).body.rc, 'NoSharedKeyModSelected');
  assert.equal((await edit(owner, `${id.slice(0, -1)}x`, { kudos: 1 })).body.rc, 'InvalidAPIKey');
  const removed = await horde.call('DELETE', `/sharedkeys/${id}`, { apikey: mod.apikey });
  assert.equal((removed.body as Key).rc, 'Forbidden');
});

test('a deleted account makes no keys and changes none, but gives them up, and can be taken back', async () => {
  const owner = await horde.user({ kudos: 100 });
  const { id } = await make(owner);
  await horde.features.accounts.setRoles(owner.id, { deleted: true });
  const tried = async (method: string, path: string, body?: object) => {
    const { status, body: said } = await horde.call(method, path, { apikey: owner.apikey, body });
    return [status, (said as Key).rc];
  };
  const refused = [403, 'DeletedUser'];
  assert.deepEqual(await tried('PUT', '/sharedkeys', {}), refused);
  assert.deepEqual(await tried('PATCH', `/sharedkeys/${id}`, { kudos: 5 }), refused);
  assert.deepEqual(await tried('POST', '/keys', {}), refused);
  assert.deepEqual(await tried('POST', '/workers/messages', { message: 'hello' }), refused);
  assert.deepEqual(await tried('PUT', '/webhooks/secret'), refused);
  assert.deepEqual(await tried('DELETE', `/sharedkeys/${id}`), [200, undefined]);
  assert.deepEqual(await tried('PUT', `/users/${owner.id}`, { undelete: true }), [200, undefined]);
  assert.equal((await tried('PUT', '/sharedkeys', {}))[0], 200);
});
