import assert from 'node:assert/strict';
import { test } from 'node:test';
import { MemoryBus, testDatabase } from '@openhorde/testkit';
import { featureNode } from '../../testing/featureNode.ts';
import { ANONYMOUS_KEY } from './keys.ts';

const { database: db } = await testDatabase();
const node = featureNode({ db, bus: new MemoryBus() });
const workersOf = new Map<number, string[]>();
const requestsOf = new Map<number, { image: string[]; text: string[]; alchemy: string[] }>();
node.feature.routes(node.app, {
  stylesOf: async () => new Map(),
  workerIdsOf: id => workersOf.get(id) ?? [],
  activeGenerationsOf: id => requestsOf.get(id) ?? { image: [], text: [], alchemy: [] },
});
const { call, user } = node;

const NOTHING = {
  usage: { megapixelsteps: 0, tokens: 0 },
  contribution: { megapixelsteps: 0, tokens: 0 },
  fulfillment: { image: 0, text: 0, interrogation: 0 },
  request: { image: 0, text: 0, interrogation: 0 },
  style: { image: 0, text: 0, interrogation: 0 },
};
const PRIVATE = ['worker_ids', 'sharedkey_ids', 'vpn', 'special'];
const MODERATORS = ['evaluating_kudos', 'monthly_kudos', 'suspicious'];

test('a key finds its own account with the private fields', async () => {
  const alice = await user('alice', { kudos: 1000 });
  const { status, body } = await call('GET', '/v2/find_user', alice.key);
  assert.equal(status, 200);
  assert.ok(body.account_age >= 0 && body.account_age < 60);
  assert.deepEqual(
    { ...body, account_age: 0 },
    {
      username: alice.alias,
      id: alice.id,
      kudos: 1000,
      concurrency: 30,
      worker_invited: 0,
      moderator: false,
      kudos_details: {
        accumulated: 0,
        gifted: 0,
        donated: 0,
        admin: 0,
        received: 0,
        recurring: 0,
        awarded: 0,
        styled: 0,
      },
      worker_count: 0,
      worker_ids: [],
      styles: [],
      sharedkey_ids: [],
      trusted: false,
      flagged: false,
      vpn: false,
      service: false,
      education: false,
      customizer: false,
      special: false,
      deleted: false,
      pseudonymous: false,
      account_age: 0,
      usage: { megapixelsteps: null, requests: null },
      contributions: { megapixelsteps: null, fulfillments: null },
      records: NOTHING,
    },
  );
});

test('find_user: no key is 401, an unknown one 404, the anonymous one user 0', async () => {
  assert.deepEqual(await code('GET', '/v2/find_user'), [401, 'InvalidAPIKey']);
  assert.deepEqual(await code('GET', '/v2/find_user', 'wrong'), [404, 'UserNotFound']);
  const { body } = await call('GET', '/v2/find_user', ANONYMOUS_KEY);
  assert.deepEqual([body.id, body.concurrency, body.worker_ids, body.sharedkey_ids], [0, 500, [], []]);
});

test('the fields of an account depend on its reader', async () => {
  const bob = await user('bob');
  const carol = await user('carol');
  const mod = await user('mod', { moderator: true });
  const fields = async (key?: string) => Object.keys((await call('GET', `/v2/users/${bob.id}`, key)).body);
  const seen = async (key?: string) => {
    const keys = await fields(key);
    return [PRIVATE.every(f => keys.includes(f)), MODERATORS.every(f => keys.includes(f))];
  };
  const hidden = async (key?: string) =>
    (await fields(key)).filter(f => [...PRIVATE, ...MODERATORS].includes(f));
  assert.deepEqual(await hidden(), []);
  assert.deepEqual(await hidden(ANONYMOUS_KEY), []);
  assert.deepEqual(await hidden(carol.key), []);
  assert.deepEqual(await seen(bob.key), [true, false]);
  assert.deepEqual(await seen(mod.key), [true, true]);
  const ofMod = await call('GET', `/v2/users/${mod.id}`, mod.key);
  assert.deepEqual(ofMod.body.monthly_kudos, { amount: 300_000 });
});

test('an account that does not exist is 404, whatever the shape of its number; then the key is looked at', async () => {
  for (const id of [
    '2147483647',
    '2147483648',
    '99999999999999999999',
    '-1',
    'alice',
    '1.5',
    'alice%231',
    '%00',
    ' ',
  ]) {
    assert.deepEqual(await code('GET', `/v2/users/${encodeURI(id)}`), [404, 'UserNotFound'], id);
  }
  assert.deepEqual(await code('GET', '/v2/users/2147483647', 'wrong'), [401, 'InvalidAPIKey']);
  assert.deepEqual(await code('GET', '/v2/users/nonsense', 'wrong'), [404, 'UserNotFound']);
});

test('leading zeros do not hide who one is', async () => {
  const dora = await user('dora');
  const { body } = await call('GET', `/v2/users/00${dora.id}`, dora.key);
  assert.deepEqual(body.sharedkey_ids, []);
});

test('workers show to their owner, and to all once he says so', async () => {
  const eve = await user('eve');
  workersOf.set(eve.id, ['w-1']);
  const see = async (key?: string) => {
    const { worker_count, worker_ids } = (await call('GET', `/v2/users/${eve.id}`, key)).body;
    return [worker_count, worker_ids];
  };
  assert.deepEqual(await see(), [1, undefined]);
  assert.deepEqual(await see(eve.key), [1, ['w-1']]);
  await db.query('UPDATE users SET public_workers = true WHERE id = $1', [eve.id]);
  await node.accounts.setRoles(eve.id, { vpn: true });
  assert.deepEqual(await see(), [1, ['w-1']]);
});

test('requests are listed for their owner and moderators, never those of the anonymous account', async () => {
  const finn = await user('finn');
  const mod = await user('finns_mod', { moderator: true });
  requestsOf.set(finn.id, { image: ['i-1'], text: [], alchemy: ['a-1'] });
  requestsOf.set(0, { image: ['i-2'], text: [], alchemy: [] });
  const see = async (id: number, key?: string) =>
    (await call('GET', `/v2/users/${id}`, key)).body.active_generations;
  assert.deepEqual(await see(finn.id, finn.key), { image: ['i-1'], alchemy: ['a-1'] });
  assert.deepEqual(await see(finn.id, mod.key), { image: ['i-1'], alchemy: ['a-1'] });
  assert.equal(await see(finn.id), undefined);
  assert.deepEqual(await see(0, ANONYMOUS_KEY), { image: [], text: [], alchemy: [] });
  assert.deepEqual(await see(0, mod.key), { image: [], text: [], alchemy: [] });
});

test('records and kudos are those of ledger and statistics, the escrow included in what was earned', async () => {
  const gus = await user('gus');
  const mod = await user('gus_mod', { moderator: true });
  await db.query(
    `INSERT INTO user_records (user_id, record, kind, value) VALUES
       ($1, 'usage', 'image', 41.943), ($1, 'usage', 'text', 80), ($1, 'request', 'image', 2)`,
    [gus.id],
  );
  await db.query(
    `INSERT INTO kudos_accounts (account, balance) VALUES ('user:' || $1::int, 30.5), ('escrow:' || $1::int, 7.25)`,
    [gus.id],
  );
  await db.query(
    `INSERT INTO kudos_totals (account, action, amount) VALUES
       ('user:' || $1::int, 'accumulated', 5), ('escrow:' || $1::int, 'accumulated', 7.25), ('user:' || $1::int, 'gifted', -3)`,
    [gus.id],
  );
  const { body } = await call('GET', `/v2/users/${gus.id}`, mod.key);
  assert.deepEqual([body.kudos, body.evaluating_kudos], [30.5, 7.25]);
  assert.deepEqual([body.kudos_details.accumulated, body.kudos_details.gifted], [12, -3]);
  assert.deepEqual(body.records, {
    ...NOTHING,
    usage: { megapixelsteps: 41.94, tokens: 80 },
    request: { image: 2, text: 0, interrogation: 0 },
  });
});

test('a test user is made once and gets a new key each time', async () => {
  const wanted = { username: 'tess', oauth_id: 'tess_1', moderator: false, trusted: true, kudos: 500 };
  const first = await call('POST', '/v2/dev/test-user', undefined, wanted);
  assert.equal(first.status, 201);
  const { api_key: firstKey, ...rest } = first.body;
  assert.match(rest.user_id, /^\d+$/);
  assert.deepEqual(rest, {
    user_id: rest.user_id,
    username: 'tess',
    alias: `tess#${rest.user_id}`,
    kudos: 500,
    trusted: true,
    moderator: false,
    created: true,
  });
  const second = await call('POST', '/v2/dev/test-user', undefined, { ...wanted, trusted: false, kudos: 50 });
  assert.equal(second.status, 200);
  assert.deepEqual(
    [second.body.user_id, second.body.kudos, second.body.trusted, second.body.created],
    [rest.user_id, 50, false, false],
  );
  assert.deepEqual(await code('GET', '/v2/find_user', firstKey), [404, 'UserNotFound']);
  const { body } = await call('GET', '/v2/find_user', second.body.api_key);
  assert.deepEqual([body.kudos, body.kudos_details.admin, body.trusted], [50, 0, false]);
});

test('a test user may be pseudonymous, have nothing, or keep what it has', async () => {
  const { body } = await call('POST', '/v2/dev/test-user', undefined, {
    username: 'pseudo',
    oauth_id: '3f0e8b7a-5d57-4f3a-9a65-0c8f4f1b2d3e',
    kudos: 0,
  });
  assert.deepEqual([body.kudos, body.moderator, body.trusted], [0, true, true]);
  assert.equal((await call('GET', `/v2/users/${body.user_id}`)).body.pseudonymous, true);
  const plain = await call('POST', '/v2/dev/test-user');
  assert.deepEqual([plain.status, plain.body.kudos, plain.body.username], [201, 10_000, 'test_user']);
  const kept = await call('POST', '/v2/dev/test-user', undefined, { kudos: null });
  assert.deepEqual([kept.status, kept.body.kudos], [200, 10_000]);
});

test('a test user of wrong shape is refused', async () => {
  for (const body of [{ kudos: -1 }, { kudos: 'many' }, { moderator: 'yes' }, { username: 7 }, []]) {
    assert.equal(
      (await call('POST', '/v2/dev/test-user', undefined, body)).status,
      400,
      JSON.stringify(body),
    );
  }
});

async function code(method: 'GET', path: string, key?: string): Promise<[number, string | undefined]> {
  const { status, body } = await call(method, path, key);
  return [status, body.rc];
}
