import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ModifyUserInput } from '@openhorde/contract';
import { PICTURE_BASE64, startTestHorde, type TestUser } from '@openhorde/testkit';
import { reconcile } from '../../core/kudos/index.ts';

const horde = await startTestHorde({ ADMINS: 'root#1' });
test.after(() => horde.stop());
const { db } = horde.horde;
const { accounts } = horde.features;
const root = await horde.user({ username: 'root' });
const mod = await horde.user({ username: 'mod', moderator: true });
const ANONYMOUS = { id: 0, alias: 'Anonymous#0', apikey: '0000000000' };

interface Answered {
  status: number;
  body: Record<string, unknown>;
}

const edit = (by: { apikey: string }, { id }: { id: number }, body: ModifyUserInput): Promise<Answered> =>
  horde.call('PUT', `/users/${id}`, { apikey: by.apikey, body });
const see = async ({ id }: TestUser, by = mod) =>
  (await horde.call('GET', `/users/${id}`, { apikey: by.apikey })).body as Record<string, unknown> & {
    monthly_kudos: { amount: number; last_received?: string };
    kudos_details: Record<string, number>;
  };

/** Field -> a value, and what shows afterwards. */
const ADMIN_FIELDS: ModifyUserInput[] = [
  { kudos: 5 },
  { monthly_kudos: 5 },
  { usage_multiplier: 2 },
  { moderator: true },
];
const MODERATOR_FIELDS: ModifyUserInput[] = [
  { concurrency: 5 },
  { worker_invited: 5 },
  { trusted: true },
  { flagged: true },
  { customizer: true },
  { vpn: true },
  { service: true },
  { education: true },
  { special: true },
  { reset_suspicion: true },
  { admin_comment: 'a calm person' },
];
const OWN_FIELDS: ModifyUserInput[] = [
  { public_workers: true },
  { username: 'Somebody' },
  { contact: 'at the harbour' },
];

test('who may change what: each field by an administrator, a moderator, the account itself and a stranger', async () => {
  const ada = await horde.user();
  const stranger = await horde.user({ trusted: true });
  const rc = async (by: { apikey: string }, body: ModifyUserInput) => (await edit(by, ada, body)).body.rc;
  for (const body of ADMIN_FIELDS) {
    const name = JSON.stringify(body);
    for (const by of [mod, ada, stranger, ANONYMOUS]) assert.equal(await rc(by, body), 'NotAdmin', name);
    assert.equal(await rc(root, body), undefined, name);
  }
  await accounts.setRoles(ada.id, { moderator: false });
  for (const body of MODERATOR_FIELDS) {
    const name = JSON.stringify(body);
    for (const by of [ada, stranger, ANONYMOUS]) assert.equal(await rc(by, body), 'NotModerator', name);
    assert.equal(await rc(root, body), 'NotModerator', `${name}: an administrator is no moderator by that`);
    assert.equal(await rc(mod, body), undefined, name);
  }
  for (const body of OWN_FIELDS) {
    const name = JSON.stringify(body);
    for (const by of [stranger, ANONYMOUS]) assert.equal(await rc(by, body), 'NotModerator', name);
    for (const by of [ada, mod]) assert.equal(await rc(by, body), undefined, name);
  }
});

test('a call is all or nothing: what stands before a refused field is not changed either', async () => {
  const bo = await horde.user({ kudos: 100 });
  assert.equal(
    (await edit(mod, bo, { trusted: true, contact: 'fuck you all' })).body.rc,
    'ProfaneUserContact',
  );
  assert.equal((await see(bo)).trusted, false);
  assert.equal((await edit(root, bo, { kudos: 50, trusted: true })).body.rc, 'NotModerator');
  assert.equal((await see(bo)).kudos, 100);
});

test('one call sets several roles and answers each as it is now', async () => {
  const cy = await horde.user();
  const roles = { trusted: true, flagged: true, customizer: true, vpn: true, service: true, special: true };
  assert.deepEqual((await edit(mod, cy, roles)).body, roles);
  const none = Object.fromEntries(Object.keys(roles).map(role => [role, false]));
  assert.deepEqual((await edit(mod, cy, none)).body, none);
});

test('a moderator is trusted as well', async () => {
  const di = await horde.user();
  assert.deepEqual((await edit(root, di, { moderator: true })).body, { moderator: true });
  const { moderator, trusted } = await see(di);
  assert.deepEqual([moderator, trusted], [true, true]);
});

test('kudos are given and taken through the ledger, down to the floor', async () => {
  const ed = await horde.user({ kudos: 100 });
  assert.deepEqual((await edit(root, ed, { kudos: 50.9 })).body, { new_kudos: 150 });
  assert.deepEqual((await edit(root, ed, { kudos: -1000 })).body, { new_kudos: 25 });
  assert.equal((await see(ed)).kudos_details.admin, -950);
  assert.equal((await edit(root, ed, { kudos: 1e300 })).body.rc, 'BadRequest');
  const { sum, wrongBalances } = await reconcile(db.pool);
  assert.deepEqual([sum, wrongBalances], [0, []]);
});

test('an allowance that is raised pays the difference at once, one that is lowered takes nothing back', async () => {
  const fay = await horde.user({ kudos: 100 });
  assert.deepEqual((await edit(root, fay, { monthly_kudos: 300 })).body, { monthly_kudos: 300 });
  const raised = await see(fay);
  assert.deepEqual([raised.kudos, raised.kudos_details.recurring], [400, 300]);
  assert.ok(raised.monthly_kudos.last_received);
  assert.deepEqual((await edit(root, fay, { monthly_kudos: -100 })).body, { monthly_kudos: 200 });
  assert.deepEqual((await edit(root, fay, { monthly_kudos: -900 })).body, { monthly_kudos: 0 });
  assert.equal((await see(fay)).kudos, 400);
  assert.equal((await edit(root, fay, { monthly_kudos: 9e15 })).body.rc, 'BadRequest');
});

test('names: cleaned, of 30 characters at most, harmless, and not empty', async () => {
  const gil = await horde.user();
  const named = async (username: string) => {
    const { body } = await edit(gil, gil, { username });
    return body.rc ?? body.username;
  };
  assert.equal(await named('  <b>Gil</b> & co '), '<b>Gil</b> &amp; co');
  assert.equal(await named('🦉'.repeat(30)), '🦉'.repeat(30));
  assert.equal(await named('🦉'.repeat(31)), 'TooLongUserName');
  assert.equal(await named('fuck you'), 'ProfaneUserName');
  assert.equal(await named('    '), 'BadRequest');
  assert.equal((await edit(mod, gil, { admin_comment: 'fuck this user' })).body.rc, 'ProfaneAdminComment');
});

test('the education role has a class of 200 waiting, unless the call says otherwise', async () => {
  const school = await horde.user();
  assert.deepEqual((await edit(mod, school, { education: true })).body, {
    concurrency: 200,
    education: true,
  });
  assert.deepEqual((await edit(mod, school, { education: true, concurrency: 50 })).body, {
    concurrency: 50,
    education: true,
  });
  assert.deepEqual((await edit(mod, school, { education: false })).body, { education: false });
});

test('a passkey is for services, and exactly it lets a service call for others', async () => {
  const service = await horde.user();
  const ask = async (passkey: string) => {
    const headers = { 'proxy-authorization': passkey, 'proxied-for': '203.0.113.77' };
    const body = { prompt: 'a heron', models: ['emoji-64'], params: { width: 64, height: 64 } };
    const asked = await horde.call('POST', '/generate/async', { apikey: service.apikey, headers, body });
    const { rows } = await db.query<{ ip: string }>('SELECT ip FROM requests WHERE id = $1', [
      (asked.body as { id: string }).id,
    ]);
    return rows[0]?.ip;
  };
  assert.equal(
    (await edit(service, service, { generate_proxy_passkey: true })).body.rc,
    'NonServiceForbidden',
  );
  await accounts.setRoles(service.id, { service: true });
  const { body } = await edit(service, service, { generate_proxy_passkey: true });
  const passkey = String(body.proxy_passkey);
  assert.match(passkey, /^[\w-]{22}$/);
  assert.equal(await ask(passkey), '203.0.113.77');
  for (const other of [`${passkey}x`, passkey.slice(1), passkey.toUpperCase(), 'x'])
    assert.notEqual(await ask(other), '203.0.113.77', other);
  const again = await edit(service, service, { generate_proxy_passkey: false });
  assert.notEqual(await ask(passkey), '203.0.113.77', 'the old one is no longer good');
  const renewed = String(again.body.proxy_passkey);
  assert.equal(await ask(renewed), '203.0.113.77');
  await accounts.setRoles(service.id, { flagged: true });
  assert.notEqual(await ask(renewed), '203.0.113.77', 'nor that of a flagged account');
});

test('a passkey is told to its service alone, once', async () => {
  const service = await horde.user();
  const other = await horde.user({ moderator: true });
  for (const { id } of [service, other]) await accounts.setRoles(id, { service: true });
  assert.ok((await edit(service, service, { generate_proxy_passkey: true })).body.proxy_passkey);
  const shown = await horde.call('GET', `/users/${service.id}`, { apikey: other.apikey });
  assert.equal((shown.body as { proxy_passkey?: string }).proxy_passkey, undefined);
  assert.deepEqual((await edit(other, service, { generate_proxy_passkey: true })).body, {});
});

test('suspicions are forgotten with those of the workers', async () => {
  const hal = await horde.user();
  await horde.call('POST', '/generate/pop', {
    apikey: hal.apikey,
    body: { name: 'Worker of Hal', models: ['emoji-64'], bridge_agent: 'AI Horde Worker reGen:13.0.0:x' },
  });
  const [worker] = horde.horde.workers.ofUser(hal.id);
  const report = { userId: hal.id, workerId: worker!.id, atMs: Date.now() };
  for (let i = 0; i < 5; i += 1)
    await horde.horde.commands.suspect({ ...report, reason: 'UNREASONABLY_FAST' });
  await horde.horde.commands.suspect({ ...report, reason: 'UNSAFE_IP' });
  await horde.horde.commands.suspect({ ...report, reason: 'UNSAFE_IP' });
  assert.equal((await see(hal)).suspicious, 6, 'what counts once counted once');
  assert.deepEqual([worker?.suspicions, worker?.paused], [6, true]);
  assert.deepEqual((await edit(mod, hal, { reset_suspicion: false })).body, { new_suspicion: 0 });
  assert.equal((await see(hal)).suspicious, 0);
  assert.deepEqual([worker?.suspicions, worker?.paused], [0, true], 'it stays paused');
  await horde.horde.commands.suspect({ ...report, reason: 'UNSAFE_IP' });
  assert.equal((await see(hal)).suspicious, 1, 'what was on record counts anew');
});

test('the worker of a trusted account is reported, and not paused', async () => {
  const ida = await horde.user({ trusted: true });
  await horde.call('POST', '/generate/pop', {
    apikey: ida.apikey,
    body: { name: 'Worker of Ida', models: ['emoji-64'], bridge_agent: 'AI Horde Worker reGen:13.0.0:x' },
  });
  const [worker] = horde.horde.workers.ofUser(ida.id);
  const report = { userId: ida.id, workerId: worker!.id, atMs: Date.now() };
  for (let i = 0; i < 6; i += 1)
    await horde.horde.commands.suspect({ ...report, reason: 'UNREASONABLY_FAST' });
  assert.deepEqual([worker?.suspicions, worker?.paused], [6, false]);
});

test('the anonymous account is nobody to change', async () => {
  const rc = async (by: { apikey: string }, body: ModifyUserInput) =>
    (await edit(by, ANONYMOUS, body)).body.rc;
  for (const body of OWN_FIELDS) assert.equal(await rc(ANONYMOUS, body), 'AnonForbiddenUserMod');
  for (const body of [{ username: 'Nobody' }, { contact: 'nowhere' }, { admin_comment: 'nobody' }])
    assert.equal(await rc(mod, body), 'AnonForbiddenUserMod');
  assert.deepEqual((await edit(mod, ANONYMOUS, { trusted: true, public_workers: false })).body, {
    trusted: false,
    public_workers: true,
  });
  await horde.horde.commands.suspect({ userId: 0, reason: 'UNREASONABLY_FAST', atMs: Date.now() });
  assert.equal((await see(ANONYMOUS)).suspicious, 0);
});

test('values beyond each limit, of a wrong kind, and null', async () => {
  const jo = await horde.user();
  const faults = async (body: object) =>
    Object.keys(
      ((await horde.call('PUT', `/users/${jo.id}`, { apikey: mod.apikey, body })).body as { errors?: object })
        .errors ?? {},
    );
  for (const [field, values] of Object.entries({
    concurrency: [-1, 501, 1.5, '5'],
    usage_multiplier: [0.09, 10.1, '2'],
    worker_invited: [1.5, '2'],
    username: ['ab', 'n'.repeat(101), 5],
    contact: ['four', 'n'.repeat(501)],
    admin_comment: ['four', 'n'.repeat(501)],
    trusted: ['yes', 1],
    kudos: ['many'],
    undelete: ['x'],
  })) {
    for (const value of [...values, null])
      assert.deepEqual(await faults({ [field]: value }), [field], JSON.stringify({ [field]: value }));
  }
  assert.equal((await edit(mod, jo, { worker_invited: 9e15 })).body.rc, 'BadRequest');
  for (const body of [[], 'no json', 7, null]) {
    const { status } = await horde.call('PUT', `/users/${jo.id}`, {
      apikey: mod.apikey,
      body: JSON.stringify(body),
    });
    assert.equal(status, 400);
  }
});

test('what an account uses counts as many times as its multiplier says', async () => {
  const kim = await horde.user({ kudos: 1000 });
  const worker = await horde.user({ trusted: true });
  const pop = () =>
    horde.call('POST', '/generate/pop', {
      apikey: worker.apikey,
      body: { name: 'Multiplier', models: ['emoji-64'], bridge_agent: 'AI Horde Worker reGen:13.0.0:x' },
    });
  const usage = async () =>
    ((await see(kim)).records as { usage: { megapixelsteps: number } }).usage.megapixelsteps;
  const use = async () => {
    await pop();
    const [{ id: workerId } = { id: '' }] = horde.horde.workers.ofUser(worker.id);
    const body = {
      prompt: 'x',
      models: ['emoji-64'],
      workers: [workerId],
      params: { width: 512, height: 512, steps: 10 },
    };
    await horde.call('POST', '/generate/async', { apikey: kim.apikey, body });
    const { id } = (await pop()).body as { id: string };
    const result = { id, generation: PICTURE_BASE64, seed: 1 };
    assert.equal(
      (await horde.call('POST', '/generate/submit', { apikey: worker.apikey, body: result })).status,
      200,
    );
  };
  await use();
  assert.equal(await usage(), 2.62);
  assert.deepEqual((await edit(root, kim, { usage_multiplier: 2.5 })).body, { usage_multiplier: 2.5 });
  await use();
  assert.equal(await usage(), 9.18);
});

test('a call that changes nothing is told so, by every caller', async () => {
  const lee = await horde.user();
  for (const by of [lee, mod, root, ANONYMOUS]) {
    for (const body of [{}, { filtered: true }])
      assert.deepEqual((await edit(by, lee, body)).body.rc, 'NoUserModSelected');
  }
  assert.equal((await edit(lee, { id: 2_147_483_000 }, { trusted: true })).body.rc, 'UserNotFound');
  assert.equal((await edit({ apikey: 'nobody' }, lee, {})).body.rc, 'InvalidAPIKey');
});
