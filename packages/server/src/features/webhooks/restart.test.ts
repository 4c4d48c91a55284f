import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { after, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { startReceiver, testDatabase, until } from '@openhorde/testkit';
import { createLog, type Server, startServer } from '../../index.ts';
import { world } from '../../platform/world.ts';
import { type Api, ask, logOf, pop, submit } from './hookedHorde.fixture.ts';

const { url: databaseUrl } = await testDatabase();
const home = await mkdtemp(path.join(os.tmpdir(), 'openhorde-hooks-'));
const receiver = await startReceiver();
after(async () => {
  await receiver.close();
  await rm(home, { recursive: true, force: true });
});

const environment = {
  OPENHORDE_HOME: home,
  DATABASE_URL: databaseUrl,
  PORT: '0',
  RATE_LIMITS: 'off',
  DEV_TEST_USERS: '1',
};

/** A node whose clock is `aheadMs` before the others'. */
function startNode(aheadMs = 0): Promise<Server> {
  return startServer({
    environment,
    log: createLog('error'),
    outbound: receiver.outbound,
    world: { ...world, now: () => world.now() + aheadMs },
  });
}

const DOOMED_NODE = fileURLToPath(new URL('./doomedNode.fixture.ts', import.meta.url));

async function startDoomedNode(): Promise<{ child: ChildProcess; url: string }> {
  const child = spawn(process.execPath, [DOOMED_NODE], {
    env: { ...process.env, ...environment },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [url] = await once(createInterface({ input: child.stdout! }), 'line');
  return { child, url };
}

const apiOf =
  (url: string): Api =>
  async (method, where, { apikey, body } = {}) => {
    const response = await fetch(`${url}/api/v2${where}`, {
      method,
      headers: { 'content-type': 'application/json', ...(apikey !== undefined && { apikey }) },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    return { status: response.status, body: (await response.json()) as Record<string, never> };
  };

async function userOf(api: Api, name: string): Promise<string> {
  const body = { username: name, oauth_id: name, kudos: 1_000, trusted: true, moderator: false };
  return (await api('POST', '/dev/test-user', { body })).body.api_key!;
}

async function allDelivered(api: Api, apikey: string, count: number) {
  return until('everything is delivered', async () => {
    const { deliveries } = await logOf(api, apikey);
    return (
      deliveries!.length === count && deliveries!.every(({ state }) => state === 'delivered') && deliveries
    );
  });
}

test('a node that is killed after the settlement takes no delivery with it: the next one makes it, signed', async () => {
  const { child, url } = await startDoomedNode();
  const doomed = apiOf(url);
  const asker = await userOf(doomed, 'asker');
  const painter = await userOf(doomed, 'painter');
  await doomed('PUT', '/webhooks/secret', { apikey: asker });
  await ask(doomed, asker, receiver.url('/survivor'), { n: 3 });
  for (const id of await pop(doomed, painter, 3)) await submit(doomed, painter, id);
  const exited = once(child, 'exit');
  child.kill('SIGKILL');
  await exited;
  assert.equal(receiver.received('/survivor').length, 0);

  // What the dead node had begun counts as lost after half a minute, which the clock of the next node is past.
  const node = await startNode(60_000);
  const deliveries = await allDelivered(apiOf(node.url), asker, 3);
  await node.stop();
  const received = receiver.received('/survivor');
  assert.deepEqual(
    new Set(received.map(({ headers }) => headers['webhook-id'])),
    new Set(deliveries.map(({ id }) => id)),
  );
  assert.equal(received.length, 3);
  for (const { headers } of received) assert.match(String(headers['webhook-signature']), /^v1,/);
});

test('a node that stops lets attempts come to their end', async () => {
  const node = await startNode();
  const api = apiOf(node.url);
  const asker = await userOf(api, 'patient');
  const painter = await userOf(api, 'painter');
  const arrived = Promise.withResolvers<() => void>();
  receiver.behave('/slow', response => arrived.resolve(() => response.end()));
  await ask(api, asker, receiver.url('/slow'));
  const [id] = await pop(api, painter);
  await submit(api, painter, id!);
  const answerIt = await arrived.promise;
  const stopped = node.stop();
  answerIt();
  await stopped;
  const next = await startNode();
  const [{ attempts }] = (await allDelivered(apiOf(next.url), asker, 1)) as [{ attempts: number }];
  assert.equal(attempts, 1);
  await next.stop();
});

test('no result is posted by two nodes, however eagerly both look for work', async () => {
  const [one, two] = [await startNode(), await startNode()];
  const api = apiOf(one.url);
  const asker = await userOf(api, 'sharer');
  const painter = await userOf(api, 'painter');
  await ask(api, asker, receiver.url('/shared'), { n: 20 });
  const ids: string[] = [];
  while (ids.length < 20) ids.push(...(await pop(api, painter, 20 - ids.length)));
  const submits = ids.map(id => submit(api, painter, id));
  const looking = setInterval(() => two.features.webhooks.wake(), 1);
  await Promise.all(submits);
  await allDelivered(api, asker, 20);
  clearInterval(looking);
  assert.equal(receiver.received('/shared').length, 20);
  await Promise.all([one.stop(), two.stop()]);
});
