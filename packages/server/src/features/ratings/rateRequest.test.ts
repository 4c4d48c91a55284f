import assert from 'node:assert/strict';
import { access, readFile } from 'node:fs/promises';
import path from 'node:path';
import { after, test } from 'node:test';
import { FileStore } from '../../platform/fileStore.ts';
import { ratingHorde } from './ratingHorde.fixture.ts';

const play = await ratingHorde();
after(() => play.stop());
const { ask, draw, rateSet, kudos, asker, horde, good } = play;
const SOME_ID = '00000000-0000-4000-8000-000000000000';
const rcOf = async (id: string, body: object) => (await rateSet(id, body)).body.rc;

test('each reason to refuse ratings of a request, in order', async () => {
  assert.equal(await rcOf(SOME_ID, {}), 'RequestNotFound');
  const waiting = await ask(2);
  assert.equal(await rcOf(waiting, {}), 'AestheticsNotCompleted');
  const [one, two] = await draw(2);
  const rated = (id: string | undefined, rating: number) => ({ id, rating });
  assert.equal(await rcOf(waiting, { ratings: [rated(SOME_ID, 5)] }), 'ProcGenNotFound');
  assert.equal(await rcOf(waiting, { ratings: [rated(one, 5), rated(one, 5)] }), 'AestheticsDuplicate');
  assert.equal(await rcOf(waiting, { best: SOME_ID }), 'ProcGenNotFound');
  assert.equal(await rcOf(waiting, { ratings: [] }), 'AestheticsMissing');
  const single = await ask(1);
  const [three] = await draw(1);
  assert.equal(await rcOf(single, { best: three }), 'AestheticsSolo');
  const triple = await ask(3);
  const [a, b, c] = await draw(3);
  const tied = [rated(a, 8), rated(b, 8), rated(c, 2)];
  assert.equal(await rcOf(triple, { ratings: tied, best: c }), 'AestheticsConfused');
  const unshared = await ask(1, { shared: false });
  const [four] = await draw(1);
  assert.equal(await rcOf(unshared, { ratings: [rated(four, 5)] }), 'AestheticsNotPublic');
  assert.ok(two);
});

test('ratings are paid to the requester once, and less than the request has cost', async () => {
  const request = await ask(2);
  const [one, two] = await draw(2);
  const before = await kudos(asker);
  const { status, body } = await rateSet(request, { ratings: [{ id: one, rating: 8, artifacts: 1 }] });
  assert.deepEqual([status, body], [200, { reward: 10 }]);
  assert.equal(await kudos(asker), before + 10);
  const again = await rateSet(request, { ratings: [{ id: one?.toUpperCase(), rating: 2 }] });
  assert.deepEqual([again.status, again.body.rc], [400, 'AestheticsAlreadyExist']);
  assert.equal(await rcOf(request, { best: two }), 'AestheticsAlreadyExist', 'the best is named already');
  const { kudos: cost } = await good('GET', `/generate/check/${request}`);
  const rest = await rateSet(request, { ratings: [{ id: two, rating: 5, artifacts: 0 }] });
  assert.equal(rest.status, 200);
  assert.ok(10 + rest.body.reward < cost + 1, `${rest.body.reward} of ${cost}`);
  const { movements } = await good('GET', `/users/${asker.id}/ledger`, asker);
  assert.equal(movements.filter((m: { cause: string }) => m.cause === 'rating').length, 2);
});

test('two calls at once are paid once', async () => {
  const request = await ask(1);
  const [one] = await draw(1);
  const answers = await Promise.all(
    Array.from({ length: 8 }, () => rateSet(request, { ratings: [{ id: one, rating: 8 }] })),
  );
  assert.deepEqual(answers.map(({ status }) => status).sort(), [200, 400, 400, 400, 400, 400, 400, 400]);
});

test('the best of a set alone brings 15, or what the request allows', async () => {
  const request = await ask(3);
  const [, two] = await draw(3);
  const { reward } = (await rateSet(request, { best: two })).body;
  assert.ok(reward > 0 && reward <= 15, String(reward));
});

test('a shared image is kept for good, with what it was made by; one that is not shared is not', async () => {
  const { id: mine } = { id: await ask(1) };
  const [shared] = await draw(1);
  await ask(1, { shared: false });
  const [own] = await draw(1);
  await horde.features.ratings.keepShared();
  const store = new FileStore({
    folder: path.join(horde.home, 'objects'),
    signingKey: Buffer.alloc(32),
    publicUrl: () => '',
    now: Date.now,
  });
  await access(store.pathOf(`shared/${shared}.webp`));
  await assert.rejects(access(store.pathOf(`shared/${own}.webp`)));
  const metadata = JSON.parse(await readFile(store.pathOf(`shared/${shared}.json`), 'utf8'));
  assert.deepEqual(metadata, {
    prompt: 'a heron',
    width: 512,
    height: 512,
    steps: 20,
    sampler: 'k_euler_a',
    cfg: 5,
    karras: true,
    pp: [],
    set: mine,
    user_type: 'oauth',
    seed: 7,
    model: 'Deliberate',
    censored: false,
  });
});
