import assert from 'node:assert/strict';
import { test } from 'node:test';
import { startTestHorde, type TestHorde, type TestUser } from '../testHorde.ts';
import { loopbackHides } from './play.ts';

// Workers that a pop refuses to register, and addresses that hide others.

async function pop(horde: TestHorde, { apikey }: TestUser, name: string): Promise<string> {
  const body = { name, models: ['Deliberate'], bridge_agent: 'x:1:y' };
  const answer = await horde.call('POST', '/generate/pop', { apikey, body });
  return (answer.body as { rc?: string }).rc ?? String(answer.status);
}

async function popsOf(horde: TestHorde, user: TestUser, workers: number): Promise<string[]> {
  const answers: string[] = [];
  for (let n = 0; n < workers; n++) answers.push(await pop(horde, user, `${user.alias} ${n}`));
  return answers;
}

test('a new owner may have 4 workers, a trusted one 21', async t => {
  const horde = await startTestHorde();
  t.after(() => horde.stop());
  const [fresh, trusted] = [await horde.user(), await horde.user({ trusted: true })];
  assert.deepEqual(await popsOf(horde, fresh, 5), [...Array(4).fill('200'), 'TooManyWorkers']);
  assert.deepEqual(await popsOf(horde, trusted, 22), [...Array(21).fill('200'), 'TooManyWorkersTrusted']);
});

test('only trusted users may work from behind a VPN', async t => {
  const horde = await startTestHorde({ UNSAFE_NETWORKS: await loopbackHides() });
  t.after(() => horde.stop());
  assert.equal(await pop(horde, await horde.user(), 'hidden'), 'UnsafeIP');
  assert.equal(await pop(horde, await horde.user({ trusted: true }), 'known'), '200');
});

test('while the service that judges addresses is away no new address works, unless it is called safe', async t => {
  const away = { IP_CHECKER: 'https://checker.test/{ipaddr}' };
  const outbound = { resolve: () => Promise.reject(new Error('no such name')) };
  const strict = await startTestHorde(away, { outbound });
  t.after(() => strict.stop());
  assert.equal(await pop(strict, await strict.user(), 'unjudged'), 'TooManyNewIPs');
  const kind = await startTestHorde({ ...away, SAFE_NETWORKS: '127.0.0.1,::1' }, { outbound });
  t.after(() => kind.stop());
  assert.equal(await pop(kind, await kind.user(), 'at home'), '200');
});
