import assert from 'node:assert/strict';
import { test } from 'node:test';
import { startTestHorde } from '@openhorde/testkit';

const horde = await startTestHorde();
test.after(() => horde.stop());

async function post(fields: Record<string, string>): Promise<{ status: number; html: string }> {
  const response = await fetch(`${horde.url}/transfer`, {
    method: 'POST',
    body: new URLSearchParams(fields),
  });
  return { status: response.status, html: await response.text() };
}

async function kudosOf(apikey: string): Promise<number> {
  return ((await horde.call('GET', '/find_user', { apikey })).body as { kudos: number }).kudos;
}

const refusalIn = (html: string) => /<p class="refused"[^>]*>([^<]+)</.exec(html)?.[1];

test('the form is a page of its own', async () => {
  const response = await fetch(`${horde.url}/transfer`);
  assert.match(String(response.headers.get('content-type')), /^text\/html/);
  const html = await response.text();
  for (const name of ['username', 'amount', 'src_api_key']) assert.match(html, new RegExp(`name="${name}"`));
});

test('kudos go over, and the key is not sent back', async () => {
  const alice = await horde.user({ username: 'alice', kudos: 500 });
  const bob = await horde.user({ username: 'bob', kudos: 500 });
  const { status, html } = await post({ username: bob.alias, amount: '70', src_api_key: alice.apikey });
  assert.equal(status, 200);
  assert.ok(html.includes(`70 kudos are on their way to ${bob.alias}.`));
  assert.ok(!html.includes(alice.apikey));
  assert.deepEqual([await kudosOf(alice.apikey), await kudosOf(bob.apikey)], [430, 570]);
});

test('a refusal is said on the form, with the typed fields', async () => {
  const carol = await horde.user({ username: 'carol', kudos: 500 });
  const tried = async (fields: { username?: string; amount?: string; src_api_key?: string }) => {
    const { status, html } = await post({ username: 'x', amount: '1', src_api_key: carol.apikey, ...fields });
    return [status, refusalIn(html)?.split('.')[0]];
  };
  assert.deepEqual(await tried({ src_api_key: 'nobody' }), [200, 'No user has this API key']);
  assert.deepEqual(await tried({ amount: '-5' }), [200, 'The amount must be a whole number of kudos']);
  assert.deepEqual(await tried({ username: '"><b>' }), [200, 'There is no such user or shared key']);
  const { html } = await post({ username: '"><b>', amount: '1', src_api_key: carol.apikey });
  assert.ok(html.includes('value="&quot;&gt;&lt;b&gt;"'));
});

test('a key that is meant for less moves no kudos', async () => {
  const dora = await horde.user({ username: 'dora', kudos: 500 });
  const made = await horde.call('POST', '/keys', { apikey: dora.apikey, body: { scope: 'generate' } });
  const { key } = made.body as { key: string };
  const { status, html } = await post({ username: '#1', amount: '1', src_api_key: key });
  assert.equal(status, 200);
  assert.match(refusalIn(html)!, /not meant for that/);
});

test('the page is no way around the limits of the API', async () => {
  const strict = await startTestHorde({ RATE_LIMITS: 'on' });
  try {
    const fields = new URLSearchParams({ username: '#1', amount: '1', src_api_key: 'somebody' });
    const statuses = new Set<number>();
    for (let i = 0; i < 3; i += 1)
      statuses.add((await fetch(`${strict.url}/transfer`, { method: 'POST', body: fields })).status);
    assert.ok(statuses.has(429));
  } finally {
    await strict.stop();
  }
});
