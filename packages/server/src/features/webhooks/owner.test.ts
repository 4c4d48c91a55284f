import assert from 'node:assert/strict';
import { createHmac, timingSafeEqual } from 'node:crypto';
import { after, test } from 'node:test';
import { answers, type Received } from '@openhorde/testkit';
import { ask, hookedHorde, logOf, pop, submit } from './hookedHorde.fixture.ts';

const town = await hookedHorde();
const { api, receiver, requester, painter, paint, advance, delivery } = town;
after(town.stop);

const ANONYMOUS = '0000000000';

async function newSecret(apikey = requester.apikey): Promise<string> {
  const { status, body } = await api('PUT', '/webhooks/secret', { apikey });
  assert.equal(status, 200);
  return body.secret!;
}

/** How a receiver checks a delivery, written after the text of Standard Webhooks and not after our code. */
function isGenuine({ headers, body }: Received, secret: string): boolean {
  const key = Buffer.from(secret.replace(/^whsec_/, ''), 'base64');
  const content = `${headers['webhook-id']}.${headers['webhook-timestamp']}.${body}`;
  const expected = createHmac('sha256', key).update(content).digest();
  return String(headers['webhook-signature'])
    .split(' ')
    .filter(entry => entry.startsWith('v1,'))
    .map(entry => Buffer.from(entry.slice(3), 'base64'))
    .some(given => given.length === expected.length && timingSafeEqual(given, expected));
}

/** Posts one result to a path of its own and returns what came. */
async function receive(path: string): Promise<Received> {
  const id = await paint(receiver.url(path));
  await delivery(id, ({ state }) => state === 'delivered');
  return receiver.received(path)[0]!;
}

test('with a secret deliveries are signed; a new one signs beside the old one for a day; without one none', async () => {
  assert.equal((await logOf(api, requester.apikey)).signed, false);
  const first = await newSecret();
  assert.match(first, /^whsec_[A-Za-z0-9+/]{43}=$/);
  assert.equal((await logOf(api, requester.apikey)).signed, true);
  const signed = await receive('/signed');
  assert.ok(isGenuine(signed, first));
  assert.ok(!isGenuine({ ...signed, body: signed.body.replace('42', '43') }, first));

  const second = await newSecret();
  assert.notEqual(second, first);
  const both = await receive('/both');
  assert.ok(isGenuine(both, first) && isGenuine(both, second));

  advance(24 * 3_600_000 + 1);
  const later = await receive('/later');
  assert.ok(!isGenuine(later, first) && isGenuine(later, second));

  assert.equal((await api('DELETE', '/webhooks/secret', { apikey: requester.apikey })).status, 200);
  assert.equal((await receive('/unsigned')).headers['webhook-signature'], undefined);
  assert.equal((await logOf(api, requester.apikey)).signed, false);
});

test('each attempt is signed anew, with its own time', async () => {
  const secret = await newSecret();
  receiver.behave('/again', answers(500), answers(200));
  const id = await paint(receiver.url('/again'));
  await delivery(id, ({ status }) => status === 500);
  advance(13_000);
  await delivery(id, ({ state }) => state === 'delivered');
  const [one, two] = receiver.received('/again');
  assert.ok(isGenuine(one!, secret) && isGenuine(two!, secret));
  const seconds = Number(two!.headers['webhook-timestamp']) - Number(one!.headers['webhook-timestamp']);
  assert.ok(seconds >= 13, String(seconds));
});

test('the log shows where a result went, but neither the path nor the credentials of the address', async () => {
  const { port } = new URL(receiver.url('/'));
  const webhooks = [
    `https://anna:letmein@RECEIVER.test:${port}/private/token?key=hidden#part`,
    `https://receiver.test:${port}\\private@token`,
    `https://receiver.test:${port}?hidden`,
  ];
  for (const webhook of webhooks) {
    const id = await paint(webhook);
    const entry = await delivery(id, ({ state }) => state !== 'waiting');
    assert.equal(entry.host, `receiver.test:${port}`);
    assert.doesNotMatch(JSON.stringify(entry), /anna|letmein|private|token|hidden/);
  }
  const [, , withCredentials] = (await logOf(api, requester.apikey)).deliveries!;
  assert.equal(withCredentials!.state, 'given_up');
  assert.match(withCredentials!.error!, /user name or a password/);
});

test('the log goes back page by page, newest first', async () => {
  for (let n = 0; n < 2; n++) {
    await ask(api, requester.apikey, receiver.url('/many'), { n: 15 });
    for (let left = 15; left > 0; ) {
      const ids = await pop(api, painter.apikey, left);
      for (const id of ids) await submit(api, painter.apikey, id);
      left -= ids.length;
    }
  }
  const first = await logOf(api, requester.apikey);
  const second = await logOf(api, requester.apikey, 2);
  assert.deepEqual([first.deliveries!.length, first.more, second.more], [25, true, false]);
  const all = [...first.deliveries!, ...second.deliveries!];
  assert.equal(new Set(all.map(({ id }) => id)).size, all.length);
  const times = all.map(({ created }) => Date.parse(created!));
  assert.deepEqual(
    times,
    times.toSorted((a, b) => b - a),
  );
  for (const page of [0, -1, 1e9]) await logOf(api, requester.apikey, page);
  const { status } = await api('GET', '/webhooks?page=x', { apikey: requester.apikey });
  assert.equal(status, 400);
});

test('strangers see nothing and change nothing, and what everybody shares has no log', async () => {
  await newSecret();
  const stranger = await town.horde.user({ username: 'stranger' });
  assert.deepEqual(await logOf(api, stranger.apikey), { signed: false, deliveries: [], more: false });
  await newSecret(stranger.apikey);
  await api('DELETE', '/webhooks/secret', { apikey: stranger.apikey });
  assert.equal((await logOf(api, requester.apikey)).signed, true);
  for (const [method, path] of [
    ['GET', '/webhooks'],
    ['PUT', '/webhooks/secret'],
    ['DELETE', '/webhooks/secret'],
  ] as const) {
    const anonymous = await api(method, path, { apikey: ANONYMOUS });
    assert.deepEqual([anonymous.status, anonymous.body.rc], [403, 'AnonForbidden']);
    assert.equal((await api(method, path, { apikey: 'nobody' })).status, 401);
    assert.equal((await api(method, path)).status, 400);
  }
});

test('results of the anonymous account are posted, too', async () => {
  await paint(receiver.url('/anonymous'), ANONYMOUS);
  const { db } = town.horde.horde;
  const { rows } = await db.query<{ user_id: number }>(
    "SELECT user_id FROM webhook_deliveries WHERE url LIKE '%/anonymous'",
  );
  assert.deepEqual(rows, [{ user_id: 0 }]);
});
