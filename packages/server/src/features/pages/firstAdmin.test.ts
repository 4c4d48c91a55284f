import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';
import { MemoryBus, testDatabase } from '@openhorde/testkit';
import { featureNode } from '../../testing/featureNode.ts';
import { FIRST_ADMIN_PATH, firstAdminRoutes } from './index.ts';

const { database: db } = await testDatabase();
const bus = new MemoryBus();

/** A node of the one horde of this file. */
function open({ admins = [] as string[], rateLimits = false } = {}) {
  const node = featureNode({ db, bus, admins, rateLimits });
  const { firstAdmin } = node.feature;
  firstAdminRoutes(node.app, { firstAdmin, now: node.world.now });
  const ask = (method: 'GET' | 'POST', token: string, username = 'Ada') =>
    node.app.inject({
      method,
      url: `${FIRST_ADMIN_PATH}/${token}`,
      ...(method === 'POST' && { payload: new URLSearchParams({ username }).toString() }),
    });
  return { ...node, firstAdmin, ask };
}

const keyOf = (html: string) => /<code class="ah-api-key">([^<]+)<\/code>/.exec(html)?.[1] ?? '';
const count = async (sql: string) =>
  (await db.query<{ n: number }>(`SELECT count(*)::int AS n FROM ${sql}`)).rows[0]!.n;

/** A token, of a horde that has no administrator. */
async function tokenOf(node: ReturnType<typeof open>): Promise<string> {
  const token = await node.firstAdmin.invite();
  assert.ok(token);
  return token;
}

beforeEach(() => db.query('UPDATE users SET admin = false'));

test('the first account to register administers nothing', async () => {
  const { accounts, firstAdmin } = open();
  const first = await accounts.create({ username: 'Eve' });
  assert.deepEqual([first?.user.admin, first?.user.moderator], [false, false]);
  assert.ok(await firstAdmin.invite(), 'there is no administrator yet');
});

test('the address shows a form, makes an administrator once, and is gone', async () => {
  const node = open();
  const token = await tokenOf(node);
  const form = await node.ask('GET', token);
  assert.equal(form.statusCode, 200);
  assert.match(form.body, /<form method="post">/);
  assert.match(String(form.headers['content-security-policy']), /default-src 'none'/);
  assert.equal(form.headers['cache-control'], 'no-store');
  const made = await node.ask('POST', token);
  assert.equal(made.statusCode, 200);
  const user = await node.accounts.byKey(keyOf(made.body));
  assert.deepEqual([user?.username, user?.admin, user?.moderator, user?.trusted], ['Ada', true, true, true]);
  for (const method of ['GET', 'POST'] as const)
    assert.equal((await node.ask(method, token)).statusCode, 404);
  assert.equal(await node.firstAdmin.invite(), undefined);
  const { rows } = await db.query('SELECT actor_id, subject FROM audit WHERE action = $1', ['user.admin']);
  assert.deepEqual(rows, [{ actor_id: null, subject: `user:${user!.id}` }]);
});

test('a wrong token shows nothing, makes nothing and costs no number', async () => {
  const node = open();
  await tokenOf(node);
  const users = await count('users');
  for (const token of ['x', 'x'.repeat(32), encodeURIComponent("' OR true --")]) {
    assert.equal((await node.ask('GET', token)).statusCode, 404);
    assert.equal((await node.ask('POST', token)).statusCode, 404);
  }
  assert.equal(await count('users'), users);
});

test('a name that no account may have is refused on the form, and the address stays good', async () => {
  const node = open();
  const token = await tokenOf(node);
  const { statusCode, body } = await node.ask('POST', token, '  ');
  assert.equal(statusCode, 400);
  assert.match(body, /role="alert"/);
  assert.equal((await node.ask('POST', token)).statusCode, 200);
});

test('of many calls at once, on two nodes and with several addresses, one makes the administrator', async () => {
  const nodes = [open(), open()];
  const tokens = [await tokenOf(nodes[0]!), await tokenOf(nodes[1]!)];
  const users = await count('users');
  const calls = Array.from({ length: 12 }, (_, i) =>
    nodes[i % 2]!.ask('POST', tokens[(i >> 1) % 2]!, `N${i}`),
  );
  const made = (await Promise.all(calls)).filter(({ statusCode }) => statusCode === 200);
  assert.equal(made.length, 1);
  assert.equal(await count('users WHERE admin'), 1);
  assert.equal(await count('users'), users + 1, 'those who came second have no account');
  assert.equal(await count('first_admin_tokens'), 0);
});

test('an administrator who is made in another way ends all addresses, on every node', async () => {
  const [one, two] = [open(), open()];
  const token = await tokenOf(one);
  const made = await two.accounts.create({ username: 'Bo' });
  await two.accounts.setRoles(made!.user.id, { admin: true });
  assert.equal((await one.ask('POST', token)).statusCode, 404);
  await two.accounts.setRoles(made!.user.id, { admin: false });
  assert.equal((await one.ask('POST', token)).statusCode, 404, 'it does not come back');
});

test('an administrator of the configuration is one, as soon as there is the account', async () => {
  const made = await open().accounts.create({ username: 'Cy' });
  const alias = made!.user.alias;
  const node = open({ admins: [alias] });
  assert.equal(await node.firstAdmin.invite(), undefined);
  assert.ok(await open({ admins: ['Nobody#99999'] }).firstAdmin.invite());
});

test('the token stands nowhere in plain, and starts without end do not fill the table', async () => {
  const node = open();
  const token = await tokenOf(node);
  for (let i = 0; i < 30; i++) await tokenOf(node);
  const { rows } = await db.query<{ token_hash: string }>('SELECT token_hash FROM first_admin_tokens');
  assert.equal(rows.length, 20);
  assert.ok(rows.every(row => !row.token_hash.includes(token)));
});

test('one address cannot try without end', async () => {
  const node = open({ rateLimits: true });
  const seen = new Set<number>();
  for (let i = 0; i < 32; i++) seen.add((await node.ask('POST', `guess${i}`)).statusCode);
  assert.deepEqual([...seen], [404, 429]);
});
