import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { startTwoNodes, until as waitFor } from '@openhorde/testkit';

// What one node is told, the other one knows.

const until = (condition: () => Promise<boolean>) => waitFor('the other node knows', condition);
const { one, two, stop } = await startTwoNodes({ ADMINS: 'boss#3' });
after(stop);
const alice = await one.user({ username: 'alice', kudos: 1000 });
const owner = await one.user({ username: 'owner' });
const boss = await one.user({ username: 'boss', moderator: true });

/** Answers of every shape, as far as the tests look at them. */
interface Answer {
  rc?: string;
  id?: string;
  messages?: unknown[];
  [key: string]: unknown;
}

async function call(
  node: { url: string },
  method: string,
  path: string,
  apikey: string,
  body?: unknown,
  ip = '203.0.113.1',
): Promise<Answer> {
  const response = await fetch(`${node.url}/api/v2${path}`, {
    method,
    headers: { apikey, 'content-type': 'application/json', 'x-forwarded-for': ip },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  return (await response.json()) as Answer;
}
const ask = (node: { url: string }, prompt: string, ip?: string, fields: object = {}) =>
  call(node, 'POST', '/generate/async', alice.apikey, { prompt, models: ['emoji-64'], ...fields }, ip);
const pop = (node: { url: string }) =>
  call(node, 'POST', '/generate/pop', owner.apikey, {
    name: 'Roaming',
    models: ['emoji-64'],
    bridge_agent: 'AI Horde Worker reGen:13.0.0:x',
    max_pixels: 4194304,
  });

test('time-outs of addresses, those that moderators set and those that prompts bring', async () => {
  const ip = '203.0.113.9';
  await call(one, 'POST', '/operations/ipaddr', boss.apikey, { ipaddr: ip, hours: 1 });
  await until(async () => (await ask(two, 'a boat', ip)).rc === 'TimeoutIP');
  await call(two, 'DELETE', '/operations/ipaddr', boss.apikey, { ipaddr: ip });
  await until(async () => (await ask(one, 'a boat', ip)).id !== undefined);
});

test('filters', async () => {
  await call(one, 'PUT', '/filters', boss.apikey, { regex: 'zorb', filter_type: 10 });
  const { id } = await call(two, 'PUT', '/filters', boss.apikey, { regex: 'quim', filter_type: 20 });
  const refused = async (node: { url: string }, ip: string) =>
    (await ask(node, 'zorb quim', ip, { replacement_filter: false })).rc === 'CorruptPrompt';
  await until(() => refused(one, '203.0.113.11'));
  await until(() => refused(two, '203.0.113.12'));
  await until(async () => (await ask(one, 'a boat', '203.0.113.12')).rc === 'TimeoutIP');
  await call(one, 'DELETE', `/filters/${id}`, boss.apikey);
  await until(async () => (await ask(two, 'zorb quim', '203.0.113.13')).id !== undefined);
});

test('messages to workers', async () => {
  await pop(two);
  const { id } = await call(two, 'POST', '/workers/messages', boss.apikey, { message: 'to all' });
  await until(async () => (await pop(one)).messages?.length === 1);
  await call(one, 'DELETE', `/workers/messages/${id}`, boss.apikey);
  await until(async () => (await pop(two)).messages?.length === 0);
});

test('teams of workers', async () => {
  const { id } = await call(one, 'POST', '/teams', boss.apikey, { name: 'Across' });
  const worker = two.horde.workers.byName('Roaming')!;
  await call(two, 'PUT', `/workers/${worker.id}`, owner.apikey, { team: id });
  await until(async () => (await call(one, 'GET', `/teams/${id}`, boss.apikey)).worker_count === 1);
  await call(one, 'DELETE', `/teams/${id}`, boss.apikey);
  await until(async () => two.horde.workers.byName('Roaming')!.teamId === null);
});

test('maintenance drops what waits, whichever node took it in', async () => {
  const ids = [(await ask(one, 'a boat')).id, (await ask(two, 'a boat')).id] as string[];
  const done = async (node: { url: string }, id: string) =>
    (await call(node, 'GET', `/generate/check/${id}`, alice.apikey)).done === true;
  await call(two, 'PUT', '/status/modes', boss.apikey, { maintenance_mode: true });
  for (const node of [one, two]) for (const id of ids) await until(() => done(node, id));
  assert.equal((await pop(one)).id, null);
  await until(async () => (await ask(one, 'a boat')).rc === 'MaintenanceMode');
});
