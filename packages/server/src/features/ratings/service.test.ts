import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { pruneHandouts } from './handOut.ts';
import { pruneRaters } from './raterRecords.ts';
import { image, imageId, ratingHorde } from './ratingHorde.fixture.ts';

const play = await ratingHorde();
after(() => play.stop());
const { horde, call, good, next, rate, kudos, moderator, asker, importImages } = play;

test('moderators import data sets, which everybody sees', async () => {
  const images = [image(1), image(2)];
  const refused = await call('POST', '/datasets/birds', asker, { images });
  assert.deepEqual([refused.status, refused.body.rc], [403, 'NotModerator']);
  assert.deepEqual(await importImages('birds', images), { imported: 2, known: 0 });
  assert.deepEqual(await importImages('birds', [...images, image(3)]), { imported: 1, known: 2 });
  const sets = (await good('GET', '/datasets')) as { id: string; images: number }[];
  assert.deepEqual(
    sets.map(({ id, images: count }) => [id, count]),
    [
      ['shared', 0],
      ['birds', 3],
    ],
  );
  for (const [dataset, wrong] of [
    ['Birds!', image(4)],
    ['shared', image(4)],
    ['birds', { ...image(4), url: 'ftp://example.org/1.webp' }],
    ['birds', { ...image(4), url: 'http://192.168.1.1/1.webp' }],
    ['birds', { ...image(4), id: 'x'.repeat(36) }],
  ] as const) {
    const { status, body } = await call('POST', `/datasets/${dataset}`, moderator, { images: [wrong] });
    assert.deepEqual([status, body.rc], [400, 'BadRequest'], JSON.stringify(wrong));
  }
  const nul = await call('POST', '/datasets/birds', moderator, { name: 'a\0', images: [] });
  assert.equal(nul.body.rc, 'NulByteInPayload');
});

test('each image is handed out, rated and paid once for each account', async () => {
  const rater = await horde.user({ username: 'rater', kudos: 100 });
  const before = await kudos(rater);
  const seen = new Set<string>();
  for (let i = 0; i < 3; i++) {
    const { id, url, dataset_id } = await next(rater, '/birds');
    seen.add(id);
    assert.match(url, /^https:\/\/images\.example\.org\//);
    assert.equal(dataset_id, 'birds');
    const answer = await rate(rater, id, 3 + i, i);
    assert.deepEqual([answer.status, answer.body.reward], [201, 5], JSON.stringify(answer.body));
    const again = await rate(rater, id, 9, 0);
    assert.deepEqual([again.status, again.body.rc], [403, 'RatingAlreadyExists']);
  }
  assert.deepEqual([...seen].sort(), [1, 2, 3].map(imageId));
  assert.equal((await kudos(rater)) - before, 15);
  const none = await call('GET', '/rating/new', rater);
  assert.deepEqual([none.status, none.body.rc], [404, 'NoImageToRate']);
});

test('an image that was not handed out, or is not there, cannot be rated', async () => {
  const rater = await horde.user({ username: 'eager' });
  const early = await rate(rater, imageId(1), 5, 1);
  assert.deepEqual([early.status, early.body.rc], [403, 'RatingNotHandedOut']);
  assert.equal((await rate(rater, imageId(77), 5, 1)).body.rc, 'RatingImageNotFound');
  assert.equal((await call('GET', '/rating/new/fishes', rater)).body.rc, 'RatingDatasetNotFound');
  assert.equal((await call('GET', '/rating/new/birds/Other', rater)).body.rc, 'NoImageToRate');
  assert.equal((await next(rater, '/birds/Deliberate')).dataset_id, 'birds');
});

test('an image that a rater has left out comes again when there is nothing new', async () => {
  const rater = await horde.user({ username: 'skipper' });
  const ids = new Set<string>();
  for (let i = 0; i < 3; i++) ids.add((await next(rater)).id);
  assert.equal(ids.size, 3);
  assert.ok(ids.has((await next(rater)).id));
});

test('the anonymous key rates for nothing, each address for itself', async () => {
  const nobody = { id: 0, alias: 'Anonymous#0', apikey: '0000000000' };
  const { id } = await next(nobody);
  const answer = await rate(nobody, id, 5, 2);
  assert.deepEqual([answer.status, answer.body], [201, { reward: 0, message: 'Thank you.' }]);
});

test('an account that is to be deleted rates nothing', async () => {
  const leaver = await horde.user({ username: 'leaver' });
  await horde.features.accounts.setRoles(leaver.id, { deleted: true });
  for (const [method, path] of [
    ['GET', '/rating/new'],
    ['GET', '/ratings/challenge'],
  ] as const)
    assert.equal((await call(method, path, leaver)).body.rc, 'DeletedUser');
});

test('shared images are handed out to others, never to who asked for them', async () => {
  await play.ask(1);
  const [shared] = await play.draw(1);
  await horde.features.ratings.keepShared();
  assert.equal((await call('GET', '/rating/new/shared', asker)).body.rc, 'NoImageToRate');
  const rater = await horde.user({ username: 'viewer' });
  const handed = await next(rater, '/shared');
  assert.equal(handed.id, shared);
  const picture = await fetch(handed.url);
  assert.deepEqual([picture.status, picture.headers.get('content-type')], [200, 'image/webp']);
  assert.equal((await rate(rater, handed.id, 8, 0)).body.reward, 5);
});

test('the addresses of the original’s service lead here too', async () => {
  const rater = await horde.user({ username: 'classic' });
  const headers = { apikey: rater.apikey, 'content-type': 'application/json' };
  const url = `${horde.url}/api/v1`;
  const handed = (await (await fetch(`${url}/rating/new`, { headers })).json()) as { id: string };
  play.advance(3000);
  const body = JSON.stringify({ rating: 7, artifacts: 1 });
  const rated = await fetch(`${url}/rating/${handed.id}`, { method: 'POST', headers, body });
  assert.equal(rated.status, 201);
  assert.equal((await fetch(`${url}/datasets`)).status, 200);
});

test('a data set goes with its images; the shared images stay', async () => {
  await importImages('short', [image(900)]);
  assert.equal((await call('DELETE', '/datasets/shared', moderator)).body.rc, 'BadRequest');
  assert.equal((await call('DELETE', '/datasets/none', moderator)).body.rc, 'RatingDatasetNotFound');
  assert.equal((await call('DELETE', '/datasets/short', asker)).body.rc, 'NotModerator');
  await good('DELETE', '/datasets/short', moderator);
  const sets = (await good('GET', '/datasets')) as { id: string }[];
  assert.deepEqual(
    sets.map(({ id }) => id),
    ['shared', 'birds'],
  );
});

test('what was handed out and never rated is forgotten after a day, an address without an account after a month', async () => {
  const rater = await horde.user({ username: 'sleeper' });
  const { id } = await next(rater);
  play.advance(25 * 3_600_000);
  await pruneHandouts(horde.horde);
  assert.equal((await rate(rater, id, 5, 1)).body.rc, 'RatingNotHandedOut');
  const raters = async () => {
    const { rows } = await horde.horde.db.query("SELECT FROM rating_raters WHERE rater LIKE 'address:%'");
    return rows.length;
  };
  await pruneRaters(horde.horde);
  assert.equal(await raters(), 1);
  play.advance(30 * 24 * 3_600_000);
  await pruneRaters(horde.horde);
  assert.equal(await raters(), 0);
});
