import assert from 'node:assert/strict';
import { test } from 'node:test';
import { MemoryBus, testDatabase } from '@openhorde/testkit';
import { adjustKudos, ledger, reconcile } from '../../core/kudos/index.ts';
import { CommitPipeline } from '../../platform/commits.ts';
import { world } from '../../platform/world.ts';
import { Accounts } from './accounts.ts';
import { readAccountTotals } from './accountTotals.ts';
import { changeUsers } from './changeUser.ts';
import { ANONYMOUS_KEY } from './keys.ts';
import { UserCache } from './userCache.ts';
import { UserStore } from './userStore.ts';

const { database: db } = await testDatabase();
/** What was complained of. */
const complaints: string[] = [];
const log = { error: (_: unknown, words = '') => void complaints.push(words) };
const bus = new MemoryBus();
const commits = new CommitPipeline(db.pool);
commits.finishWith(ledger(() => {}));
const adjust = commits.register(adjustKudos);

/** One node; several share the database and the bus. */
function node(admins: string[] = []) {
  const store = new UserStore(admins);
  const users = new UserCache({ database: db, store, bus, salt: 'pepper' });
  const changeUser = commits.register(changeUsers(store, users));
  const needs = { db, world, salt: 'pepper', store, users, log, adjustKudos: adjust, changeUser };
  return { users, accounts: new Accounts(needs) };
}

const { accounts } = node();

async function register(username: string, oauthId?: string) {
  const made = await accounts.create({ username, ...(oauthId && { oauthId }) });
  assert.ok(made);
  return made;
}

test('a new account is found by its key, and the key stands nowhere', async () => {
  const { user, key } = await register('Ada', 'g_1');
  assert.match(key, /^[\w-]{22}$/);
  assert.equal((await accounts.byKey(key))?.alias, `Ada#${user.id}`);
  assert.equal(user.kind, 'registered');
  const { rows } = await db.query('SELECT key_hash FROM api_keys WHERE user_id = $1', [user.id]);
  assert.match(rows[0]!.key_hash, /^[0-9a-f]{64}$/);
});

test('an account without a sign-in id is pseudonymous', async () => {
  assert.equal((await register('Bo')).user.kind, 'pseudonymous');
});

test('a sign-in id has one account', async () => {
  await register('first', 'd_7');
  assert.equal(await accounts.create({ username: 'second', oauthId: 'd_7' }), undefined);
  assert.equal((await accounts.byOauthId('d_7'))?.username, 'first');
});

test('names are cut to 30 characters and cleaned', async () => {
  assert.equal((await register('n'.repeat(40))).user.username, 'n'.repeat(30));
  assert.equal((await register(' <script>x ')).user.username, '&lt;script&gt;x');
  assert.equal((await register('🦉'.repeat(31))).user.username, '🦉'.repeat(30));
});

test('the anonymous key is user 0, and unknown keys are nobody', async () => {
  const anonymous = await accounts.byKey(ANONYMOUS_KEY);
  assert.equal(anonymous?.alias, 'Anonymous#0');
  assert.equal(anonymous?.kind, 'anonymous');
  assert.equal(anonymous?.concurrency, 500);
  for (const key of ['', 'not-a-key-at-all', '0'.repeat(22), 'ü\0']) {
    assert.equal(await accounts.byKey(key), undefined);
  }
});

test('a new key ends the old one, on every node at once', async () => {
  const other = node();
  const { user, key } = await register('Cy');
  assert.ok(await other.accounts.byKey(key));
  const fresh = await accounts.renewKey(user.id);
  for (const { accounts } of [node(), other]) {
    assert.equal(await accounts.byKey(key), undefined);
    assert.equal((await accounts.byKey(fresh))?.id, user.id);
  }
});

test('a role that was set shows on every node at once; a moderator is trusted as well', async () => {
  const other = node();
  const { user, key } = await register('Di');
  assert.equal((await other.accounts.byKey(key))?.moderator, false);
  await accounts.setRoles(user.id, { moderator: true, trusted: false });
  const seen = await other.accounts.byKey(key);
  assert.deepEqual([seen?.moderator, seen?.trusted], [true, true]);
});

test('setting trust is told, other roles are not', async () => {
  const { accounts } = node();
  const told: unknown[] = [];
  accounts.whenTrustSet(async (id, trusted) => void told.push([id, trusted]));
  const { user } = await register('Ed');
  await accounts.setRoles(user.id, { trusted: true });
  await accounts.setRoles(user.id, { flagged: true });
  await accounts.setRoles(user.id, { trusted: false });
  assert.deepEqual(told, [
    [user.id, true],
    [user.id, false],
  ]);
});

test('the anonymous account takes no role', async () => {
  assert.equal((await accounts.setRoles(0, { moderator: true }))?.moderator, false);
});

test('administrators are those of the configuration', async () => {
  const { user, key } = await register('Fay');
  assert.equal((await node([user.alias]).accounts.byKey(key))?.admin, true);
  assert.equal((await node(['Fay#0']).accounts.byKey(key))?.admin, false);
});

test('a listener that fails at a new account or a change takes nothing from the caller that made it', async () => {
  const { accounts, users } = node();
  const heard: string[] = [];
  const failing = async () => {
    throw new Error('oops');
  };
  accounts.whenMade(failing);
  accounts.whenMade(async ({ username }) => void heard.push(username));
  accounts.whenChanged(failing);
  accounts.whenTrustSet(async (_, trusted) => void heard.push(`${trusted}`));
  const made = await accounts.create({ username: 'Ivy' });
  assert.equal((await accounts.byKey(made!.key))?.id, made!.user.id, 'the only copy of the key arrives');
  assert.equal((await accounts.setRoles(made!.user.id, { trusted: true }))?.trusted, true);
  await accounts.noteTrust(made!.user.id);
  assert.deepEqual(heard, ['Ivy', 'true', 'true']);
  assert.equal(complaints.length, 3);
  users.close();
});

test('a known account is answered from memory until it changes or messages may be lost', async () => {
  const other = node();
  const { user, key } = await register('Gil');
  await other.accounts.byKey(key);
  await db.query("UPDATE users SET username = 'Gilbert' WHERE id = $1", [user.id]);
  assert.equal((await other.accounts.byKey(key))?.username, 'Gil');
  await bus.gap();
  assert.equal((await other.accounts.byKey(key))?.username, 'Gilbert');
});

test('an account that is read while it changes is not kept as it was', async () => {
  const { accounts, users } = node();
  const { user } = await register('Hal');
  const reading = accounts.byId(user.id);
  users.drop([user.id]);
  await reading;
  await db.query("UPDATE users SET username = 'Harold' WHERE id = $1", [user.id]);
  assert.equal((await accounts.byId(user.id))?.username, 'Harold');
});

test('kudos that are given or taken go through the ledger, once for each event, down to the floor', async () => {
  const { user } = await register('Ida', 'g_9');
  const kudos = async () => (await readAccountTotals(db, user.id)).kudos;
  assert.equal(await kudos(), 0);
  await accounts.giveKudos(user.id, 10_000, 'gift');
  await accounts.giveKudos(user.id, 10_000, 'gift');
  assert.equal(await kudos(), 100);
  await accounts.giveKudos(user.id, -1_000_000);
  assert.equal(await kudos(), 25);
  assert.deepEqual((await readAccountTotals(db, user.id)).byAction, { admin: -9900 });
  const { sum, unbalancedEvents, wrongBalances } = await reconcile(db.pool);
  assert.deepEqual([sum, unbalancedEvents, wrongBalances], [0, [], []]);
});
