import assert from 'node:assert/strict';
import { test } from 'node:test';
import { startTwoNodes, until } from './index.ts';
import { PICTURE_BASE64 } from './picture.ts';

// Two nodes on one database and one folder of objects: one horde.

const { one, two, stop, ...nodes } = await startTwoNodes();
test.after(stop);

/** What these tests read of any answer. */
interface Body {
  id: string | null;
  ids: string[];
  rc: string;
  done: boolean;
  generations: unknown[];
}

const AGENT = 'AI Horde Worker reGen:13.0.0:x';
const MODEL = 'emoji-64';

const call = nodes.call<Body>;

const pop = (node: { url: string }, apikey: string, name: string) =>
  call(node, 'POST', '/generate/pop', apikey, {
    name,
    models: [MODEL],
    bridge_agent: AGENT,
    max_pixels: 4194304,
  });

test('a request taken in by one node is served and seen through the other', async () => {
  const alice = await one.user({ kudos: 100 });
  const bob = await one.user({ trusted: true });
  const accepted = await call(one, 'POST', '/generate/async', alice.apikey, {
    prompt: 'a heron',
    models: [MODEL],
  });
  const { id } = accepted.body;
  assert.equal((await call(two, 'GET', `/generate/check/${id}`, alice.apikey)).status, 200);
  const popped = await until('the other node has heard of it', async () => {
    const answer = await pop(two, bob.apikey, 'Roaming');
    return answer.body.id !== null && answer;
  });
  assert.equal((await pop(one, bob.apikey, 'Roaming')).status, 200, 'the other node knows the worker');
  const submit = { id: popped.body.id, generation: PICTURE_BASE64, seed: 7 };
  const submitted = await call(one, 'POST', '/generate/submit', bob.apikey, submit);
  assert.equal(submitted.status, 200);
  const again = await call(two, 'POST', '/generate/submit', bob.apikey, submit);
  assert.deepEqual([again.status, again.body.rc], [400, 'DuplicateGen']);
  const status = await until('the other node knows that it is done', async () => {
    const answer = await call(two, 'GET', `/generate/status/${id}`, alice.apikey);
    return answer.body.done && answer;
  });
  assert.equal(status.body.generations.length, 1);
});

test('two nodes that hand out the same requests hand out each job once', async () => {
  const alice = await one.user({ kudos: 10_000 });
  const bob = await one.user({ trusted: true });
  const wanted = 60;
  for (let i = 0; i < wanted / 3; i += 1) {
    const body = { prompt: `heron ${i}`, models: [MODEL], params: { n: 3 } };
    const answer = await call(i % 2 ? one : two, 'POST', '/generate/async', alice.apikey, body);
    // The account may have 30 images waiting; more are asked for as workers take them.
    if (answer.status === 429) break;
  }
  const { rows } = await one.horde.db.query<{ waiting: number }>(
    'SELECT sum(waiting)::int AS waiting FROM requests WHERE user_id = $1',
    [alice.id],
  );
  const waiting = rows[0]!.waiting;
  const ids: string[] = [];
  await Promise.all(
    Array.from({ length: 10 }, (_, worker) =>
      until('all jobs are handed out', async () => {
        const { body } = await pop(worker % 2 ? one : two, bob.apikey, `Twin ${worker}`);
        if (body.id !== null) ids.push(...body.ids);
        return ids.length >= waiting;
      }),
    ),
  );
  assert.equal(ids.length, waiting);
  assert.equal(new Set(ids).size, waiting);
  const counted = await one.horde.db.query<{ jobs: number }>(
    'SELECT count(*)::int AS jobs FROM jobs j JOIN requests r ON r.id = j.request_id WHERE r.user_id = $1',
    [alice.id],
  );
  assert.equal(counted.rows[0]!.jobs, waiting);
});

test('what a worker offers is known from its pop on, at every node', async () => {
  const alice = await one.user({ kudos: 100 });
  const bob = await one.user({ trusted: true });
  const offer = (models: string[], max_pixels: number) =>
    call(one, 'POST', '/generate/pop', bob.apikey, {
      name: 'Changing',
      models,
      bridge_agent: AGENT,
      max_pixels,
    });
  await offer(['stable_diffusion'], 262_144);
  // A worker of some age, seen a moment ago: only what it says anew is noted now.
  const created = new Date(Date.now() - 600_000);
  await one.horde.db.query("UPDATE workers SET created_at = $1 WHERE name = 'Changing'", [created]);
  const worker = await one.horde.workers.findByName('Changing');
  await one.horde.workers.load([worker!.id]);
  Object.assign(worker!, { createdAtMs: created.getTime() });
  await offer(['Deliberate'], 4_194_304);
  for (const node of [one, two]) {
    await until('the node knows the new model', async () => {
      const { body } = await call(node, 'GET', `/workers/${worker!.id}`, alice.apikey);
      const { models, max_pixels } = body as unknown as { models: string[]; max_pixels: number };
      return models[0] === 'Deliberate' && max_pixels === 4_194_304;
    });
    const asked = await call(node, 'POST', '/generate/async', alice.apikey, {
      prompt: 'a heron',
      models: ['Deliberate'],
    });
    const { message } = asked.body as unknown as { message?: string };
    assert.equal(message, undefined);
    const check = await call(node, 'GET', `/generate/check/${asked.body.id}`, alice.apikey);
    assert.equal((check.body as unknown as { is_possible: boolean }).is_possible, true);
  }
});
