import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { startTestHorde } from '@openhorde/testkit';
import { startDanceHorde } from './danceHorde.fixture.ts';
import { issuerMark } from './oidcProvider.ts';
import { formTokenIn, keyIn, refusalIn, Visitor } from './visitor.fixture.ts';

const { horde, url, finish, oidc, danceUpToTheDoor, alterDance, signUp, userOf, stop } =
  await startDanceHorde();
after(stop);

test('a new person makes an account, and finds it again at the second sign-in, with a new name and key', async () => {
  const first = new Visitor();
  oidc.person = 'ada';
  const arrived = await first.visit(`${url}/oidc/register`);
  assert.deepEqual([arrived.status, arrived.url], [200, `${url}/register`]);
  assert.match(arrived.html, /You have no account here yet/);
  const made = await first.send(`${url}/register`, {
    username: 'Ada',
    form_token: formTokenIn(arrived.html),
  });
  assert.equal(made.status, 200);
  const key = keyIn(made.html);
  const user = await userOf(key);
  assert.equal(user.username, `Ada#${user.id}`);
  assert.equal((await horde.horde.accounts.byKey(key))?.oauthId, `oidc_${issuerMark(oidc.issuer)}_ada`);

  const second = new Visitor();
  const again = await second.visit(`${url}/oidc/register`);
  assert.ok(again.html.includes(`You are Ada#${user.id}`));
  assert.match(again.html, /The key that you have now ends at that moment/);
  assert.equal((await userOf(key)).status, 200);
  const renewed = await second.send(`${url}/register`, {
    username: 'Ada L.',
    form_token: formTokenIn(again.html),
  });
  assert.ok(renewed.html.includes(`Welcome back, Ada L.#${user.id}`));
  assert.equal((await userOf(key)).status, 404);
  assert.equal((await userOf(keyIn(renewed.html))).username, `Ada L.#${user.id}`);
});

test('three providers are offered, and their people are not each other', async () => {
  const { html } = await new Visitor().visit(`${url}/register`);
  assert.match(html, /href="\/oidc\/register"[^>]*>Our &lt;club&gt;</);
  assert.match(html, /href="\/google\/register"[^>]*>Google</);
  assert.match(html, /href="\/github\/register"[^>]*>GitHub</);
  assert.doesNotMatch(html, /Discord/);
  const keys = [];
  for (const provider of ['oidc', 'google', 'github']) {
    oidc.person = '583231';
    const visitor = new Visitor();
    const form = await visitor.visit(`${url}/${provider}/register`);
    const token = formTokenIn(form.html);
    const made = await visitor.send(`${url}/register`, { username: provider, form_token: token });
    keys.push((await horde.horde.accounts.byKey(keyIn(made.html)))?.oauthId);
    if (provider === 'github') assert.match(form.html, /Signed in with GitHub as <strong>octocat</);
  }
  assert.deepEqual(keys, [`oidc_${issuerMark(oidc.issuer)}_583231`, 'g_583231', 'gh_583231']);
});

test('an answer to a browser that began nothing, or with another state, opens nothing', async () => {
  const visitor = new Visitor();
  const answer = await danceUpToTheDoor(visitor);
  const stranger = await new Visitor().visit(answer);
  assert.deepEqual(
    [stranger.status, refusalIn(stranger.html).slice(0, 28)],
    [400, 'This sign-in took too long, '],
  );
  const forged = new URL(answer);
  forged.searchParams.set('state', 'another');
  assert.equal((await visitor.visit(forged.href)).status, 400);
  assert.equal(visitor.cookie(url, 'openhorde_session'), undefined);
  assert.equal((await visitor.visit(answer)).status, 400, 'a dance that went wrong is over');
});

test('a dance cookie is good for ten minutes and only as it was signed', async () => {
  const late = new Visitor();
  const answer = await danceUpToTheDoor(late);
  alterDance(late, { expiresAtMs: Date.now() - 1 });
  assert.equal((await late.visit(answer)).status, 400);
  const sly = new Visitor();
  const hers = await danceUpToTheDoor(sly);
  const [text = '', signature = ''] = (sly.cookie(url, 'openhorde_dance') ?? '').split('.');
  const other = { ...JSON.parse(Buffer.from(text, 'base64url').toString()), returnTo: '//evil.example' };
  sly.setCookie(
    url,
    'openhorde_dance',
    `${Buffer.from(JSON.stringify(other)).toString('base64url')}.${signature}`,
  );
  assert.equal((await sly.visit(hers)).status, 400);
});

test('a code is good once, and for nobody without the verifier', async () => {
  const visitor = new Visitor();
  const answer = await danceUpToTheDoor(visitor);
  const dance = visitor.cookie(url, 'openhorde_dance') ?? '';
  assert.equal((await visitor.visit(answer)).status, 200);
  const thief = new Visitor();
  thief.setCookie(url, 'openhorde_dance', dance);
  const replayed = await thief.visit(answer);
  assert.equal(replayed.status, 400);
  assert.match(refusalIn(replayed.html), /was used before/);
  assert.equal(thief.cookie(url, 'openhorde_session'), undefined);

  const octocat = new Visitor();
  const fromGithub = (await octocat.visit(`${url}/github/register`, { stopAt: finish })).url;
  const secondDance = octocat.cookie(url, 'openhorde_dance') ?? '';
  assert.equal((await octocat.visit(fromGithub)).status, 200);
  thief.setCookie(url, 'openhorde_dance', secondDance);
  assert.equal((await thief.visit(fromGithub)).status, 400);

  const other = new Visitor();
  const intercepted = await danceUpToTheDoor(other);
  alterDance(other, { verifier: 'x'.repeat(43) });
  assert.equal((await other.visit(intercepted)).status, 400);
});

test('an ID token with another nonce, or signed with other keys, proves nothing', async () => {
  const visitor = new Visitor();
  const answer = await danceUpToTheDoor(visitor);
  alterDance(visitor, { nonce: 'another' });
  const { status, html } = await visitor.visit(answer);
  assert.deepEqual([status, refusalIn(html)], [400, 'What came back does not prove who you are.']);

  const fresh = await startTestHorde({
    OIDC_ISSUER: oidc.issuer,
    OIDC_CLIENT_ID: 'horde',
    OIDC_CLIENT_SECRET: 'secret of the client',
  });
  try {
    oidc.showsOtherKeys = true;
    const refused = await new Visitor().visit(`${fresh.url}/oidc/register`);
    assert.deepEqual(
      [refused.status, refusalIn(refused.html)],
      [400, 'What came back does not prove who you are.'],
    );
  } finally {
    oidc.showsOtherKeys = false;
    await fresh.stop();
  }
});

test('a person who declines at the provider is told so, and a person whose provider is away too', async () => {
  oidc.person = null;
  const { status, html } = await new Visitor().visit(`${url}/oidc/register`);
  oidc.person = 'ada';
  assert.deepEqual([status, refusalIn(html).slice(0, 22)], [403, 'You have not signed in']);
  assert.ok(html.includes(`href="${url}/register"`));
  const lonely = await startTestHorde({ OIDC_ISSUER: 'http://127.0.0.1:9', OIDC_CLIENT_ID: 'horde' });
  try {
    assert.equal((await new Visitor().visit(`${lonely.url}/oidc/register`)).status, 502);
    assert.equal((await new Visitor().visit(`${lonely.url}/github/register`)).status, 404);
  } finally {
    await lonely.stop();
  }
});

test('a sign-in leads to a page of this site, to the one that was asked for, and to no other', async () => {
  const visitor = new Visitor();
  await signUp(visitor, 'grace', 'Grace');
  const { url: landed, html } = await visitor.visit(`${url}/oidc/transfer`);
  assert.equal(landed, `${url}/transfer`);
  assert.doesNotMatch(html, /src_api_key/);
  for (const target of [
    '/evil.example',
    '%2F%2Fevil.example',
    'https:%2F%2Fevil.example',
    '%5Cevil.example',
    '..%2Fx',
    'a/../../x',
    'javascript:1',
  ]) {
    const response = await fetch(`${url}/oidc/${target}`, { redirect: 'manual' });
    const location = response.headers.get('location');
    assert.ok(response.status >= 400 && location === null, `${target}: ${response.status} ${location}`);
  }
});
