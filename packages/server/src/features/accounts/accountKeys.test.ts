import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { KeyScope } from '@openhorde/contract';
import { startTestHorde, type TestUser } from '@openhorde/testkit';

const horde = await startTestHorde();
test.after(() => horde.stop());
const { db } = horde.horde;

interface Key {
  id: string;
  key: string;
  scope: KeyScope;
  label?: string;
  main: boolean;
  last_used?: string;
  rc?: string;
}

const make = async (by: { apikey: string }, body: unknown = {}) => {
  const { status, body: made } = await horde.call('POST', '/keys', { apikey: by.apikey, body });
  return { status, ...(made as Key) };
};
const list = async (by: { apikey: string }) =>
  ((await horde.call('GET', '/keys', { apikey: by.apikey })).body as { keys: Key[] }).keys;
const revoke = async (by: { apikey: string }, id: string) => {
  const { status, body } = await horde.call('DELETE', `/keys/${id}`, { apikey: by.apikey });
  return [status, (body as { rc?: string }).rc];
};
const status = async (method: string, path: string, apikey: string, body?: unknown) => {
  const answered = await horde.call(method, path, { apikey, ...(body !== undefined && { body }) });
  return (answered.body as { rc?: string }).rc ?? answered.status;
};

const REQUEST = { prompt: 'a heron', models: ['emoji-64'], params: { width: 64, height: 64, steps: 1 } };
const POP = (name: string) => ({
  name,
  models: ['emoji-64'],
  bridge_agent: 'AI Horde Worker reGen:13.0.0:x',
});

/** What each kind of key may do: read its account, ask, work, move kudos, make keys. */
const DOORS: [name: string, open: (user: TestUser, key: string) => Promise<number | string>][] = [
  ['find_user', (_user, key) => status('GET', '/find_user', key)],
  ['ledger', ({ id }, key) => status('GET', `/users/${id}/ledger`, key)],
  ['async', (_user, key) => status('POST', '/generate/async', key, REQUEST)],
  ['text async', (_user, key) => status('POST', '/generate/text/async', key, { prompt: 'Once' })],
  ['pop', ({ id }, key) => status('POST', '/generate/pop', key, POP(`Worker ${id}`))],
  ['transfer', (_user, key) => status('POST', '/kudos/transfer', key, { username: 'x#0', amount: 1 })],
  ['edit', ({ id }, key) => status('PUT', `/users/${id}`, key, { contact: 'at the harbour' })],
  ['shared keys', (_user, key) => status('PUT', '/sharedkeys', key, {})],
  ['keys', (_user, key) => status('POST', '/keys', key, {})],
];
const NO = 'KeyScopeInsufficient';
const EXPECTED: Record<KeyScope, (number | string)[]> = {
  all: [200, 200, 202, 202, 200, 'KudosTransferToAnon', 200, 200, 201],
  generate: [200, 200, 202, 202, NO, NO, NO, NO, NO],
  worker: [200, 200, NO, NO, 200, NO, NO, NO, NO],
  read: [200, 200, NO, NO, NO, NO, NO, NO, NO],
};

test('a key opens what its scope says, and no more', async () => {
  for (const [scope, expected] of Object.entries(EXPECTED)) {
    const ada = await horde.user({ kudos: 1000 });
    const { key } = await make(ada, { scope, label: `for ${scope}` });
    const seen: (number | string)[] = [];
    for (const [, open] of DOORS) seen.push(await open(ada, key));
    assert.deepEqual(seen, expected, scope);
  }
});

test('the key that an account was made with opens everything, as ever', async () => {
  const bo = await horde.user({ kudos: 1000 });
  const seen: (number | string)[] = [];
  for (const [, open] of DOORS) seen.push(await open(bo, bo.apikey));
  assert.deepEqual(seen, EXPECTED.all);
});

test('a key of narrow scope is told no key that is worth more', async () => {
  const cy = await horde.user({ kudos: 100 });
  await horde.call('PUT', '/sharedkeys', { apikey: cy.apikey, body: {} });
  const { key } = await make(cy, { scope: 'read' });
  const found = async (apikey: string) =>
    (await horde.call('GET', '/find_user', { apikey })).body as { sharedkey_ids?: string[]; vpn?: boolean };
  assert.equal((await found(cy.apikey)).sharedkey_ids?.length, 1);
  const seen = await found(key);
  assert.deepEqual(seen.sharedkey_ids, []);
  assert.equal(seen.vpn, false, 'the rest of what is private shows');
});

test('a key of narrow scope has none of the power of its account, but shows the account as it is', async () => {
  const mod = await horde.user({ moderator: true });
  await horde.features.accounts.setRoles(mod.id, { admin: true });
  const owner = await horde.user();
  await horde.call('POST', '/generate/pop', {
    apikey: owner.apikey,
    body: { name: 'a quiet dreamer', models: ['emoji-64'], bridge_agent: 'reGen:10:x' },
  });
  const found = await horde.call('GET', '/workers/name/a quiet dreamer');
  const pause = async (apikey: string) => {
    const path = `/workers/${(found.body as { id: string }).id}`;
    return (await horde.call('PUT', path, { apikey, body: { paused: true } })).body as { rc?: string };
  };
  const { key } = await make(mod, { scope: 'worker' });
  assert.equal((await pause(key)).rc, 'NotModerator');
  const self = (await horde.call('GET', '/find_user', { apikey: key })).body as { moderator: boolean };
  assert.equal(self.moderator, true);
  assert.equal((await pause(mod.apikey)).rc, undefined);
});

test('keys are listed without themselves, stand nowhere in plain, and show when they were used', async () => {
  const di = await horde.user();
  const made = await make(di, { scope: 'worker', label: 'cellar' });
  assert.equal(made.status, 201);
  assert.match(made.key, /^[\w-]{22}$/);
  await horde.call('GET', '/find_user', { apikey: made.key });
  await horde.features.people.lastSeen.flush();
  const keys = await list(di);
  assert.deepEqual(
    keys.map(({ scope, label, main }) => [scope, label ?? null, main]),
    [
      ['all', null, true],
      ['worker', 'cellar', false],
    ],
  );
  assert.ok(keys.every(({ last_used }) => last_used));
  assert.ok(keys.every(key => !('key' in key)));
  const { rows } = await db.query<{ count: number }>(
    'SELECT count(*)::int AS count FROM api_keys WHERE key_hash = ANY($1) OR label = ANY($1)',
    [[made.key, di.apikey]],
  );
  assert.equal(rows[0]?.count, 0);
});

test('a revoked key is refused at once, the others go on', async () => {
  const ed = await horde.user();
  const one = await make(ed, { scope: 'read' });
  const two = await make(ed, { scope: 'read' });
  assert.equal(await status('GET', '/find_user', one.key), 200);
  assert.deepEqual(await revoke(ed, one.id), [200, undefined]);
  assert.equal(await status('GET', '/find_user', one.key), 'UserNotFound');
  assert.equal(await status('GET', '/find_user', two.key), 200);
  assert.equal(await status('GET', '/find_user', ed.apikey), 200);
});

test('the last key that opens everything stays; with another one the first may go', async () => {
  const fay = await horde.user();
  const [main] = await list(fay);
  await make(fay, { scope: 'generate' });
  assert.deepEqual(await revoke(fay, main!.id), [403, 'Forbidden']);
  const next = await make(fay);
  assert.deepEqual(await revoke({ apikey: next.key }, main!.id), [200, undefined]);
  assert.equal(await status('GET', '/find_user', fay.apikey), 'UserNotFound');
  assert.deepEqual(await revoke({ apikey: next.key }, next.id), [403, 'Forbidden']);
});

test('a new main key leaves the keys with a scope', async () => {
  const gil = await horde.user();
  const { key } = await make(gil, { scope: 'worker' });
  const fresh = await horde.features.accounts.renewKey(gil.id);
  assert.equal(await status('GET', '/find_user', gil.apikey), 'UserNotFound');
  assert.equal(await status('GET', '/find_user', fresh), 200);
  assert.equal(await status('GET', '/find_user', key), 200);
});

test('keys of others, of nobody, too many, and of wrong shape', async () => {
  const hal = await horde.user();
  const ida = await horde.user();
  const { id } = await make(hal);
  assert.deepEqual(await revoke(ida, id), [404, 'KeyNotFound']);
  assert.deepEqual(await revoke(hal, 'nonsense'), [404, 'KeyNotFound']);
  assert.equal((await make({ apikey: '0000000000' })).rc, 'AnonForbidden');
  assert.equal((await make({ apikey: 'nobody' })).rc, 'InvalidAPIKey');
  for (const body of [{ scope: 'some' }, { label: '' }, { label: 'n'.repeat(101) }, { label: null }, []])
    assert.equal((await make(hal, body)).status, 400, JSON.stringify(body));
  assert.equal((await make(hal, { label: 'a\u0000' })).rc, 'NulByteInPayload');
  const many = await Promise.all(Array.from({ length: 25 }, () => make(ida)));
  assert.equal(many.filter(({ status }) => status === 201).length, 19);
  assert.ok(many.every(({ status, rc }) => status === 201 || rc === 'Forbidden'));
});
