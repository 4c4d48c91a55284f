import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { startDanceHorde } from './danceHorde.fixture.ts';
import { formTokenIn, keyIn, Visitor } from './visitor.fixture.ts';

const { horde, url, oidc, danceUpToTheDoor, signUp, userOf, stop } = await startDanceHorde();
after(stop);

test('a session is for the pages and not for the API, its cookie for no script, and it ends', async () => {
  const visitor = new Visitor();
  oidc.person = 'joan';
  const answer = await danceUpToTheDoor(visitor);
  const response = await fetch(answer, {
    redirect: 'manual',
    headers: { cookie: visitor.cookieHeader(url) },
  });
  const line = response.headers.getSetCookie().find(text => text.startsWith('openhorde_session='))!;
  assert.match(line, /; HttpOnly; SameSite=Lax$/);
  const key = await signUp(visitor, 'joan', 'Joan');
  const cookie = visitor.cookieHeader(url);
  const { status } = await horde.call('GET', '/find_user', { headers: { cookie } });
  assert.equal(status, 401);
  const { html } = await visitor.visit(`${url}/register`);
  const signedOut = await visitor.send(`${url}/sign_out`, { form_token: formTokenIn(html) });
  assert.match(signedOut.html, /Get your own key/);
  const stale = await fetch(`${url}/register`, { headers: { cookie } });
  assert.doesNotMatch(await stale.text(), /Joan/, 'a kept cookie opens nothing more');
  assert.equal((await userOf(key)).status, 200);
});

test('no form of another site ends a key, sends kudos or signs a person out', async () => {
  const visitor = new Visitor();
  const key = await signUp(visitor, 'mary', 'Mary');
  for (const form_token of ['', 'x', 'x'.repeat(43)]) {
    const register = await visitor.send(`${url}/register`, { username: 'Gone', form_token });
    assert.deepEqual([register.status, keyIn(register.html)], [403, '']);
    const transfer = await visitor.send(`${url}/transfer`, { username: '#1', amount: '1', form_token });
    assert.equal(transfer.status, 403);
    assert.equal((await visitor.send(`${url}/sign_out`, { form_token })).status, 403);
  }
  assert.equal((await userOf(key)).status, 200);
  assert.match((await visitor.visit(`${url}/register`)).html, /You are Mary/);
});

test('a person who has signed in sends kudos without a key', async () => {
  const visitor = new Visitor();
  const key = await signUp(visitor, 'lise', 'Lise');
  const { id } = await userOf(key);
  await horde.horde.accounts.startWith(id, 50_000);
  await horde.horde.accounts.setRoles(id, { trusted: true });
  const friend = await horde.user({ username: 'otto', kudos: 100 });
  const { html } = await visitor.visit(`${url}/transfer`);
  const fields = { username: friend.alias, amount: '70', form_token: formTokenIn(html) };
  const sent = await visitor.send(`${url}/transfer`, fields);
  assert.equal(sent.status, 200);
  assert.ok(sent.html.includes(`70 kudos are on their way to ${friend.alias}.`));
  assert.equal((await userOf(friend.apikey)).kudos, 170);
});
