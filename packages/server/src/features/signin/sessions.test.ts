import assert from 'node:assert/strict';
import { test } from 'node:test';
import { testDatabase } from '@openhorde/testkit';
import { world } from '../../platform/world.ts';
import { readCookie, setCookie } from './cookies.ts';
import { secureFetch } from './secureFetch.ts';
import { Sessions } from './sessions.ts';

const { database: db } = await testDatabase();
const ADA = { accountKey: 'gh_1', name: 'ada' };
const HOUR_MS = 3_600_000;

function browsers({ secure = false } = {}) {
  let nowMs = Date.parse('2026-11-01T12:00:00Z');
  const sessions = new Sessions({ db, key: Buffer.alloc(32), secure, world: { ...world, now: () => nowMs } });
  return { sessions, pass: (ms: number) => (nowMs += ms) };
}

const sent = (line: string): string => line.split(';', 1)[0] ?? '';

test('a session ends after twelve hours, and then its row goes', async () => {
  const { sessions, pass } = browsers();
  const cookie = sent(await sessions.open('github', ADA));
  pass(12 * HOUR_MS - 1);
  assert.equal((await sessions.find(cookie))?.accountKey, 'gh_1');
  pass(1);
  assert.equal(await sessions.find(cookie), undefined);
  await sessions.prune();
  const { rows } = await db.query('SELECT FROM sign_in_sessions');
  assert.equal(rows.length, 0);
});

test('the database does not hold what would open a session', async () => {
  const { sessions } = browsers();
  const token = sent(await sessions.open('github', ADA)).split('=')[1] ?? '';
  const { rows } = await db.query('SELECT * FROM sign_in_sessions');
  assert.ok(token.length >= 32 && !JSON.stringify(rows).includes(token));
});

test('forms of one session are not those of another', async () => {
  const { sessions } = browsers();
  const [one, other] = await Promise.all(
    ['a', 'b'].map(async () => sessions.find(sent(await sessions.open('github', ADA)))),
  );
  assert.ok(one && other && sessions.isOwnForm(one, one.formToken));
  assert.ok(!sessions.isOwnForm(one, other.formToken) && !sessions.isOwnForm(one, ''));
});

test('over TLS a cookie goes over nothing else, and a neighbouring host cannot set it', async () => {
  const { sessions } = browsers({ secure: true });
  const line = await sessions.open('github', ADA);
  assert.match(
    line,
    /^__Host-openhorde_session=[\w-]+; Path=\/; Max-Age=43200; HttpOnly; SameSite=Lax; Secure$/,
  );
  assert.ok(await sessions.find(sent(line)));
  assert.equal(await sessions.find(sent(line).replace('__Host-', '')), undefined);
});

test('a cookie is found among others, by the whole of its name', () => {
  const line = setCookie('dance', 'a.b-c', { secure: false, maxAgeSeconds: 1 });
  assert.equal(readCookie(`x_dance=1; ${sent(line)};dance2=3`, 'dance', false), 'a.b-c');
  assert.equal(readCookie('x_dance=1; dance2=3', 'dance', false), undefined);
  assert.equal(readCookie(undefined, 'dance', false), undefined);
});

test('a provider is asked over TLS alone, unless it is on this machine', async () => {
  const options = { body: undefined, headers: {}, method: 'GET', redirect: 'manual' } as const;
  for (const address of ['http://login.example/token', 'http://10.0.0.1/', 'ftp://login.example/'])
    await assert.rejects(secureFetch(address, options), /an address without TLS/, address);
});
