import assert from 'node:assert/strict';
import { test } from 'node:test';
import { PICTURE_BASE64, startTestHorde } from '@openhorde/testkit';

const horde = await startTestHorde();
test.after(() => horde.stop());

const AGENT = 'AI Horde Worker reGen:13.0.0:x';
const MODEL = 'emoji-64';
/** Needs its kudos beforehand: it refuses slow workers. */
const request = (n = 1) => ({ prompt: 'a heron', models: [MODEL], slow_workers: false, params: { n } });

interface HoldRow extends Record<string, unknown> {
  original: number;
  remaining: number;
  released_at: Date | null;
}

async function holdOf(id: string): Promise<HoldRow> {
  const { rows } = await horde.horde.db.query<HoldRow>('SELECT * FROM kudos_holds WHERE hold_id = $1', [
    `upfront:${id}`,
  ]);
  return rows[0]!;
}

async function pop(apikey: string) {
  const body = { name: 'Holder', models: [MODEL], bridge_agent: AGENT, max_pixels: 4194304 };
  return (await horde.call('POST', '/generate/pop', { apikey, body })).body as { id: string };
}

test('a request that needs its kudos beforehand holds them, uses them up, and frees the rest when it is done', async () => {
  const alice = await horde.user({ kudos: 1000 });
  const bob = await horde.user({ trusted: true });
  await pop(bob.apikey);
  const accepted = await horde.call('POST', '/generate/async', { apikey: alice.apikey, body: request(2) });
  assert.equal(accepted.status, 202);
  const { id } = accepted.body as { id: string };
  const before = await holdOf(id);
  assert.ok(before.original > 0);
  assert.equal(before.remaining, before.original - 1, 'the tax is paid from it');
  const one = await pop(bob.apikey);
  await horde.call('POST', '/generate/submit', {
    apikey: bob.apikey,
    body: { id: one.id, generation: PICTURE_BASE64, seed: 1 },
  });
  const between = await holdOf(id);
  assert.ok(between.remaining < before.remaining && between.released_at === null);
  const two = await pop(bob.apikey);
  await horde.call('POST', '/generate/submit', {
    apikey: bob.apikey,
    body: { id: two.id, generation: PICTURE_BASE64, seed: 1 },
  });
  const after = await holdOf(id);
  assert.equal(after.remaining, 0);
  assert.ok(after.released_at);
});

test('two requests at once cannot promise the same kudos', async () => {
  const carol = await horde.user({ kudos: 60 });
  const answers = await Promise.all(
    Array.from({ length: 8 }, () =>
      horde.call('POST', '/generate/async', { apikey: carol.apikey, body: request() }),
    ),
  );
  const accepted = answers.filter(answer => answer.status === 202);
  assert.ok(accepted.length >= 1 && accepted.length <= 3, `${accepted.length} accepted`);
  for (const { status, body } of answers) {
    if (status !== 202) assert.deepEqual([status, (body as { rc: string }).rc], [403, 'KudosUpfront']);
  }
  const { rows } = await horde.horde.db.query<{ held: number }>(
    'SELECT sum(original)::float8 AS held FROM kudos_holds WHERE user_id = $1',
    [carol.id],
  );
  assert.ok(rows[0]!.held <= 35, 'never more than what is above the floor');
});

test('cancelling frees what is held', async () => {
  const dora = await horde.user({ kudos: 1000 });
  const { body } = await horde.call('POST', '/generate/async', { apikey: dora.apikey, body: request() });
  const { id } = body as { id: string };
  await horde.call('DELETE', `/generate/status/${id}`);
  const hold = await holdOf(id);
  assert.deepEqual([hold.remaining, hold.released_at !== null], [0, true]);
});

test('an account that lacks the kudos is refused, or gets a smaller request on demand', async () => {
  const erik = await horde.user({ kudos: 0 });
  const big = { prompt: 'x', models: [MODEL], params: { width: 2048, height: 2048 } };
  const refused = await horde.call('POST', '/generate/async', { apikey: erik.apikey, body: big });
  assert.deepEqual([refused.status, (refused.body as { rc: string }).rc], [403, 'KudosUpfront']);
  const body = { ...big, allow_downgrade: true };
  const smaller = await horde.call('POST', '/generate/async', { apikey: erik.apikey, body });
  assert.equal(smaller.status, 202);
  assert.equal(await holdOf((smaller.body as { id: string }).id), undefined);
});
