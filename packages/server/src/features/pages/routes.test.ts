import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { test } from 'node:test';
import { MemoryBus, testDatabase } from '@openhorde/testkit';
import { featureNode } from '../../testing/featureNode.ts';
import { SignIn } from '../signin/index.ts';
import { pageRoutes } from './routes.ts';

const { database: db } = await testDatabase();

function pages({ isRaid = false, rateLimits = false } = {}) {
  const node = featureNode({ db, bus: new MemoryBus(), rateLimits });
  const { world, log } = node;
  const signIn = new SignIn({ providers: [], db, world, log, key: Buffer.alloc(32), secure: false });
  pageRoutes(node.app, {
    accounts: node.accounts,
    signIn,
    now: node.world.now,
    isRaid: () => isRaid,
    isInTimeout: ip => ip === '203.0.113.66',
  });
  const post = (form: Record<string, string> | string) =>
    node.app.inject({
      method: 'POST',
      url: '/register',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      payload: typeof form === 'string' ? form : new URLSearchParams(form).toString(),
    });
  return { ...node, post, signIn };
}

const { app, accounts, post } = pages();
const keyOf = (html: string) => /<code class="ah-api-key">([^<]+)<\/code>/.exec(html)?.[1] ?? '';

test('the form is a page of its own that loads nothing and runs nothing', async () => {
  const { statusCode, headers, body } = await app.inject('/register');
  assert.equal(statusCode, 200);
  assert.match(String(headers['content-type']), /^text\/html; charset=utf-8/);
  assert.match(body, /<form method="post" action="\/register">/);
  assert.match(body, /<input id="username" name="username"/);
  assert.match(String(headers['content-security-policy']), /default-src 'none'/);
});

test('a name makes a pseudonymous account whose key is shown once, not to be kept on the way', async () => {
  const { statusCode, headers, body } = await post({ username: '  Robin ' });
  assert.equal(statusCode, 200);
  assert.equal(headers['cache-control'], 'no-store');
  const user = await accounts.byKey(keyOf(body));
  assert.deepEqual([user?.username, user?.kind], ['Robin', 'pseudonymous']);
  assert.ok(body.includes(`Robin#${user?.id}`));
});

test('style and script are those that the policy names', async () => {
  const { headers, body } = await post({ username: 'Wren' });
  for (const tag of ['style', 'script']) {
    const source = new RegExp(`<${tag}>([\\s\\S]*?)</${tag}>`).exec(body)?.[1] ?? '';
    const hash = createHash('sha256').update(source).digest('base64');
    assert.ok(String(headers['content-security-policy']).includes(`${tag}-src 'sha256-${hash}'`), tag);
  }
});

test('markup in a name does nothing, and long names are cut', async () => {
  const { body } = await post({ username: '<img src=x onerror=y>' });
  assert.ok(!body.includes('<img'));
  const long = await post({ username: 'n'.repeat(80) });
  assert.equal((await accounts.byKey(keyOf(long.body)))?.username, 'n'.repeat(30));
});

test('an empty or profane name is refused on the form, with what was typed', async () => {
  for (const form of [{ username: '   ' }, {}, 'username']) {
    const { statusCode, body } = await post(form);
    assert.equal(statusCode, 400);
    assert.match(body, /role="alert"/);
  }
  const { statusCode, body } = await post({ username: 'fuck "this"' });
  assert.equal(statusCode, 400);
  assert.match(body, /value="fuck &quot;this&quot;"/);
});

test('under attack nobody registers', async () => {
  const raided = pages({ isRaid: true });
  const { statusCode, body } = await raided.post({ username: 'Finch' });
  assert.equal(statusCode, 403);
  assert.ok(!body.includes('class="ah-api-key"'));
});

test('under attack a signed-in person still registers, by a form of ours', async () => {
  const raided = pages({ isRaid: true });
  const identity = { accountKey: 'gh_77', name: 'finch' };
  const cookie = (await raided.signIn.sessions.open('github', identity)).split(';')[0]!;
  const session = await raided.signIn.sessions.find(cookie);
  const answer = await raided.app.inject({
    method: 'POST',
    url: '/register',
    headers: { cookie },
    payload: new URLSearchParams({ username: 'Finch', form_token: session?.formToken ?? '' }).toString(),
  });
  assert.equal((await raided.accounts.byKey(keyOf(answer.body)))?.oauthId, 'gh_77');
});

test('one address does not fill the table', async () => {
  const limited = pages({ rateLimits: true });
  const seen = [];
  for (let i = 0; i < 61; i += 1) seen.push((await limited.post({ username: `Pupil ${i}` })).statusCode);
  assert.deepEqual([seen.slice(0, 60).every(status => status === 200), seen[60]], [true, 429]);
});
