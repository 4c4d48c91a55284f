import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { PICTURE_BASE64, startTwoNodes, until } from '@openhorde/testkit';
import { PipelineFullError } from '../platform/commits.ts';
import { reapJobs } from './jobs/index.ts';

// Two nodes of which one is not heard, or gone: what it did is found in the database, and nobody's work is lost with it.

const { one, two, call, stop } = await startTwoNodes({ ADMINS: 'boss#3' });
after(stop);
const alice = await one.user({ username: 'alice', kudos: 100_000 });
const bob = await one.user({ username: 'bob', trusted: true });
const boss = await one.user({ username: 'boss', moderator: true });
const MODEL = 'emoji-64';

interface Answer {
  id: string;
  ids: string[];
  rc: string;
  done: boolean;
  faulted: boolean;
  processing: number;
  reward: number;
  messages: unknown[];
  [field: string]: unknown;
}
type Node = typeof one | typeof two;
const good = async (node: Node, method: string, path: string, apikey: string, body?: unknown) => {
  const answer = await call<Answer>(node, method, path, apikey, body);
  assert.ok(answer.status < 300, `${method} ${path}: ${answer.status} ${JSON.stringify(answer.body)}`);
  return answer.body;
};
const ask = (node: Node, n = 1) =>
  good(node, 'POST', '/generate/async', alice.apikey, { prompt: 'a heron', models: [MODEL], params: { n } });
const pop = (node: Node, name = 'Roaming') =>
  call<Answer>(node, 'POST', '/generate/pop', bob.apikey, {
    name,
    models: [MODEL],
    bridge_agent: 'AI Horde Worker reGen:13.0.0:x',
    max_pixels: 4194304,
  });
/** Until the node hands out a job of the request. */
const popped = (node: Node, requestId: string, name?: string) =>
  until('a job is handed out', async () => {
    const { body } = await pop(node, name);
    if (body.id === null) return undefined;
    const { rows } = await one.horde.db.query<{ request_id: string }>(
      'SELECT request_id FROM jobs WHERE id = $1',
      [body.id],
    );
    assert.equal(rows[0]?.request_id, requestId);
    return body.id;
  });
const submit = (node: Node, id: string) =>
  call<Answer>(node, 'POST', '/generate/submit', bob.apikey, { id, generation: PICTURE_BASE64, seed: 7 });
const check = (node: Node, id: string) => good(node, 'GET', `/generate/check/${id}`, alice.apikey);

/** Runs `work` while nobody hears what the first node says; it is told what would have been said. */
async function unheard<T>(work: (said: readonly string[]) => Promise<T>): Promise<T> {
  const { bus, commits } = one.horde;
  const { publish } = bus;
  const said: string[] = [];
  bus.publish = async topic => void said.push(topic);
  try {
    const value = await work(said);
    await commits.drain();
    return value;
  } finally {
    bus.publish = publish;
  }
}

/** Ends the connections that nodes hear each other on, as a network does, or a database that is restarted. */
async function cut(): Promise<void> {
  await one.horde.db.query(
    `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
     WHERE application_name = 'openhorde bus' AND datname = current_database()`,
  );
}

test('good work is taken by a node that has not heard of its worker', async () => {
  const { id } = await ask(two);
  const job = await unheard(() => popped(one, id, 'Stranger'));
  assert.equal(two.horde.workers.byName('Stranger'), undefined);
  const progress = { id: job, step: 1, steps: 10 };
  assert.equal((await good(two, 'POST', '/generate/progress', bob.apikey, progress)).cancelled, false);
  assert.equal((await submit(two, job)).status, 200);
});

test('a worker that a node has not heard of is named, shown, written to, and not registered twice', async () => {
  const { id } = await ask(one);
  await unheard(() => popped(one, id, 'Hidden'));
  const worker = one.horde.workers.byName('Hidden')!.id;
  const forget = () => two.horde.workers.remove(worker);
  for (const path of [`/workers/${worker}`, `/workers/${worker.toUpperCase()}`, '/workers/name/Hidden']) {
    forget();
    assert.equal((await good(two, 'GET', path, bob.apikey)).id, worker);
  }
  forget();
  const message = { worker_id: worker, message: 'hello' };
  await good(two, 'POST', '/workers/messages', bob.apikey, message);
  forget();
  const body = { prompt: 'a heron', models: [MODEL], workers: [worker] };
  await good(two, 'POST', '/generate/async', alice.apikey, body);
  forget();
  await pop(two, 'Hidden');
  assert.equal(two.horde.workers.byName('Hidden')?.id, worker);
  forget();
  await good(two, 'PUT', `/workers/${worker}`, bob.apikey, { info: 'known' });
  forget();
  await one.features.accounts.setRoles(bob.id, { trusted: false });
  await good(two, 'PUT', `/users/${bob.id}`, boss.apikey, { trusted: true });
  assert.equal(two.horde.workers.byName('Hidden')?.ownerTrusted, true);
});

test('a request that no hint told of is found, and served by the other node', async () => {
  const { id } = await unheard(() => ask(one));
  await until('it is on the board', async () => two.horde.kinds.get('image')!.board.get(id));
  const job = await popped(two, id);
  await unheard(async () => assert.equal((await submit(one, job)).status, 200));
  await until('the other board knows the end', async () => (await check(two, id)).done);
});

test('a request that was given more time elsewhere is not over', async () => {
  const { id } = await ask(two);
  const { board } = two.horde.kinds.get('image')!;
  // As one looks whose time was prolonged by a node that was not heard.
  Object.assign(board.get(id)!, { expiresAtMs: Date.now() - 1000 });
  assert.equal((await check(two, id)).waiting, 1);
  assert.ok(board.get(id)!.expiresAtMs > Date.now());
  await good(two, 'DELETE', `/generate/status/${id}`, alice.apikey);
});

test('jobs of a node that has gone are taken back by any other, once', async () => {
  const { id } = await ask(one, 2);
  const jobs = [await popped(one, id, 'Slow'), await popped(one, id, 'Slow')];
  const before = await good(two, 'GET', '/workers/name/Slow', bob.apikey);
  await one.horde.db.query("UPDATE jobs SET deadline_at = now() - interval '1 s' WHERE id = ANY($1)", [jobs]);
  const taken = await Promise.all([reapJobs(two.horde), reapJobs(two.horde), reapJobs(one.horde)]);
  assert.equal(
    taken.reduce((a, b) => a + b),
    2,
  );
  const { body } = await call<Answer>(two, 'POST', '/generate/submit', bob.apikey, {
    id: jobs[0],
    generation: PICTURE_BASE64,
    seed: 1,
  });
  assert.equal(body.rc, 'AbortedGen');
  for (const node of [one, two]) {
    await until('both boards have them back', async () => (await check(node, id)).waiting === 2);
    await until(
      'neither takes them for running',
      async () => [...node.horde.running.ofRequest(id)].length === 0,
    );
  }
  const seen = await good(one, 'GET', '/workers/name/Slow', bob.apikey);
  assert.equal(Number(seen.uncompleted_jobs) - Number(before.uncompleted_jobs), 2);
  await good(one, 'DELETE', `/generate/status/${id}`, alice.apikey);
});

test('a submit that does not get through leaves its job running, for another try or the reaper', async () => {
  const { id } = await ask(one);
  const job = await popped(one, id);
  const { settle } = one.horde.commands;
  one.horde.commands.settle = async () => {
    throw new PipelineFullError('full');
  };
  const refused = await submit(one, job).finally(() => {
    one.horde.commands.settle = settle;
  });
  assert.ok(refused.status >= 500);
  assert.equal(one.horde.running.get(job)?.requestId, id);
  assert.equal((await submit(one, job)).status, 200);
  assert.equal(one.horde.running.get(job), undefined);
  // One that was committed without this node learning so.
  const other = await ask(one);
  const lost = await popped(one, other.id);
  one.horde.commands.settle = async settlement => {
    await settle(settlement);
    throw new Error('Connection terminated unexpectedly');
  };
  await submit(one, lost).finally(() => {
    one.horde.commands.settle = settle;
  });
  assert.equal((await submit(one, lost)).body.rc, 'DuplicateGen');
  assert.equal((await check(one, other.id)).done, true);
});

test('balances are told, and found out where they were not', async () => {
  const knows = (cents: number) =>
    until('the other node knows the balance', async () => two.horde.balances.known(alice.id) === cents);
  await two.horde.balances.of(alice.id);
  const cents = await one.horde.balances.of(alice.id);
  await one.features.accounts.giveKudos(alice.id, 700);
  await knows(cents + 700);
  await unheard(async said => {
    await one.features.accounts.giveKudos(alice.id, 800);
    await until('it has said so to nobody', async () => said.includes('balances'));
  });
  await knows(cents + 1500);
});

test('a worker that another node has deleted is told so, and is a new one then', async () => {
  await pop(two, 'Mayfly');
  const { id: requestId } = await ask(two);
  await until('the first node knows it', async () => one.horde.kinds.get('image')!.board.get(requestId));
  await until('so does it the worker', async () => one.horde.workers.byName('Mayfly'));
  const before = one.horde.workers.byName('Mayfly')!;
  await one.horde.db.query('DELETE FROM workers WHERE id = $1', [before.id]);
  // It had its check-in a moment ago, so that this call is none.
  const refused = await pop(one, 'Mayfly');
  assert.deepEqual([refused.status, refused.body.rc], [400, 'BadRequest']);
  const job = await popped(one, requestId, 'Mayfly');
  assert.notEqual(one.horde.workers.byName('Mayfly')!.id, before.id);
  assert.equal((await submit(one, job)).status, 200);
});

test('after a gap in the bus a node knows all that the other one did meanwhile', async () => {
  await pop(two, 'Gone by then');
  await until('both know it', async () => one.horde.workers.byName('Gone by then'));
  const gone = one.horde.workers.byName('Gone by then')!.id;
  const { key } = (await one.features.accounts.create({ username: 'fickle' }))!;
  await good(two, 'GET', '/find_user', key);
  const { id: ended } = await ask(two);
  await until('both know it', async () => one.horde.kinds.get('image')!.board.get(ended));
  const done = await unheard(async () => {
    await good(one, 'DELETE', `/workers/${gone}`, bob.apikey);
    await good(one, 'DELETE', `/generate/status/${ended}`, alice.apikey);
    const { id } = await ask(one, 2);
    const job = await popped(one, id, 'New by then');
    await good(one, 'POST', '/workers/messages', boss.apikey, { message: 'to all' });
    await good(one, 'POST', '/operations/ipaddr', boss.apikey, { ipaddr: '203.0.113.9', hours: 1 });
    await good(one, 'PUT', '/filters', boss.apikey, { regex: 'zorb', filter_type: 20 });
    await good(one, 'PUT', '/status/modes', boss.apikey, { invite_only_mode: true });
    const user = (await one.features.accounts.byKey(key))!;
    await one.features.accounts.setRoles(user.id, { flagged: true });
    return { id, job };
  });
  const { horde } = two;
  assert.ok(horde.workers.byId(gone));
  await cut();
  const { board } = horde.kinds.get('image')!;
  const knows: Record<string, () => unknown> = {
    'a deleted worker': () => !horde.workers.byId(gone),
    'a new worker': () => horde.workers.byName('New by then'),
    'a new request': () => board.get(done.id)?.waiting === 1,
    'a request that has ended': () => board.get(ended)?.cancelled ?? true,
    'a running job': () => horde.running.get(done.job),
    'a message': () => horde.messages.active(horde.workers.byName('New by then')!.id).length > 0,
    'a time-out': () => horde.guards.timeouts.secondsLeft('203.0.113.9'),
    modes: () => horde.modes().inviteOnly,
    'an account': async () => (await two.features.accounts.byKey(key))?.flagged,
    'a balance': async () => {
      await one.horde.balances.load([alice.id]);
      return horde.balances.known(alice.id) === one.horde.balances.known(alice.id);
    },
  };
  for (const [what, isKnown] of Object.entries(knows))
    await until(`the other node knows ${what}`, async () => !!(await isKnown()));
  await until('the other node knows a filter', async () => {
    const body = { prompt: 'zorb', models: [MODEL], replacement_filter: false };
    const { status } = await call(two, 'POST', '/generate/async', alice.apikey, body);
    return status !== 202;
  });
  assert.equal((await submit(two, done.job)).status, 200);
});
