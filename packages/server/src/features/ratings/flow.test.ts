import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { tableFromIPC } from 'apache-arrow';
import { readParquet } from 'parquet-wasm/node';
import { image, ratingHorde } from './ratingHorde.fixture.ts';

// A rater rates until a challenge is due, a bot is found out, and what was said leaves the horde as a file.

const play = await ratingHorde();
after(() => play.stop());
const { horde, call, good, next, rate, moderator, importImages, solve } = play;

await importImages(
  'birds',
  Array.from({ length: 80 }, (_, i) => image(i)),
);
await importImages(
  'doubtless',
  Array.from({ length: 5 }, (_, i) => image(500 + i, { known_rating: 10, known_artifacts: 0 })),
);
const rater = await horde.user({ username: 'rater' });
const bot = await horde.user({ username: 'bot' });

test('after fifty ratings a challenge has to be solved, once, in time, by oneself', async () => {
  for (let i = 0; i < 50; i++) {
    const { id } = await next(rater, '/birds');
    const answer = await rate(rater, id, 1 + (i % 10), i % 6);
    assert.equal(answer.status, 201, `${i}: ${JSON.stringify(answer.body)}`);
  }
  const due = await call('GET', '/rating/new', rater);
  assert.deepEqual([due.status, due.body.rc], [428, 'RatingChallengeDue']);
  const fail = async (user: typeof rater, body: object) => {
    const answer = await call('POST', '/ratings/challenge', user, body);
    assert.deepEqual([answer.status, answer.body.rc], [400, 'RatingChallengeFailed']);
  };
  const wrong = await good('GET', '/ratings/challenge', rater);
  await fail(rater, { id: wrong.id, solution: 'no' });
  await fail(rater, { id: wrong.id, solution: solve(wrong) });
  const late = await good('GET', '/ratings/challenge', rater);
  const lateSolution = solve(late);
  play.advance(301_000);
  await fail(rater, { id: late.id, solution: lateSolution });
  const foreign = await good('GET', '/ratings/challenge', bot);
  await fail(rater, { id: foreign.id, solution: solve(foreign) });
  const right = await good('GET', '/ratings/challenge', rater);
  const solution = { id: right.id, solution: solve(right) };
  await good('POST', '/ratings/challenge', rater, solution);
  await fail(rater, solution);
  const { id } = await next(rater, '/birds');
  assert.equal((await rate(rater, id, 4, 4)).status, 201);
});

test('a rater who does not look is challenged, distrusted and paid nothing; moderators see it', async () => {
  for (let i = 0; i < 3; i++) {
    const { id } = await next(bot, '/doubtless');
    const answer = await rate(bot, id, 1, 5);
    assert.deepEqual([answer.status, answer.body.reward], [201, 0]);
  }
  const { id } = await next(bot, '/birds');
  assert.equal((await rate(bot, id, 5, 1)).body.reward, 0);
  for (let i = 0; i < 3; i++) {
    const { id: hasty } = await good('GET', '/rating/new', bot);
    await rate(bot, hasty, 2 + i, 1);
  }
  assert.equal((await call('GET', '/rating/new', bot)).body.rc, 'RatingChallengeDue');
  const { id: open } = await good('GET', '/rating/new', moderator);
  assert.equal((await rate(bot, open, 2, 1)).body.rc, 'RatingChallengeDue');
  const details = await good('GET', `/ratings/users/${bot.id}`, moderator);
  assert.equal(details.standing, 'distrusted');
  assert.deepEqual([details.ratings, details.known_images_failed >= 3, details.oddities], [7, true, 3]);
  assert.equal((await good('GET', `/ratings/users/${rater.id}`, moderator)).captchas_failed, 5);
  assert.equal((await call('GET', `/ratings/users/${bot.id}`, rater)).body.rc, 'NotModerator');
  assert.equal((await call('GET', '/ratings/users/99999', moderator)).body.rc, 'UserNotFound');
});

test('an account that rates faster than a person can look is stopped', async () => {
  const racer = await horde.user({ username: 'racer', trusted: true });
  const images = [];
  for (let i = 0; i < 31; i++) images.push(await good('GET', '/rating/new/birds', racer));
  for (let i = 0; i < 30; i++) {
    play.advance(900);
    const answer = await rate(racer, images[i].id, 1 + (i % 10), i % 6);
    assert.equal(answer.status, 201, `${i}: ${JSON.stringify(answer.body)}`);
  }
  play.advance(900);
  const stopped = await rate(racer, images[30].id, 5, 1);
  assert.deepEqual([stopped.status, stopped.body.rc], [429, 'TooManyRatings']);
  play.advance(60_000);
  assert.equal((await rate(racer, images[30].id, 5, 1)).status, 201);
});

test('what was said leaves the horde as lines and as Parquet, both the same, and nobody is named in it', async () => {
  const request = await play.ask(2);
  const [one, two] = await play.draw(2);
  const ratings = [{ id: one, rating: 5, artifacts: 1 }];
  assert.equal((await play.rateSet(request, { ratings, best: two })).status, 200);

  const load = async (query: string) => {
    const url = `${horde.url}/api/v2/ratings/export${query}`;
    const response = await fetch(url, { headers: { apikey: moderator.apikey } });
    assert.equal(response.status, 200);
    return {
      type: response.headers.get('content-type'),
      bytes: new Uint8Array(await response.arrayBuffer()),
    };
  };
  const lines = await load('');
  assert.equal(lines.type, 'application/x-ndjson');
  const text = new TextDecoder().decode(lines.bytes);
  const rows = text
    .trimEnd()
    .split('\n')
    .map(line => JSON.parse(line));
  assert.equal(rows.length, 51 + 7 + 31 + 2);
  assert.ok(!/rater#|bot#|user:/.test(text));
  assert.equal(new Set(rows.map(row => row.rater)).size, 4);
  const own = rows.filter(row => row.set_id === request);
  assert.deepEqual(
    own.map(({ image_id, rating, artifacts, best }) => [image_id, rating, artifacts, best]),
    [
      [one, 5, 1, false],
      [two, undefined, undefined, true],
    ],
  );
  assert.equal(rows.filter(row => !row.counted).length, 7, 'those of the bot');

  const parquet = await load('?format=parquet');
  assert.equal(parquet.type, 'application/vnd.apache.parquet');
  const table = tableFromIPC(readParquet(parquet.bytes).intoIPCStream());
  const read = table.toArray().map(row => ({
    ...Object.fromEntries(Object.entries(row.toJSON()).filter(([, value]) => value !== null)),
    id: Number(row.id),
    rated_at: new Date(Number(row.rated_at)).toISOString(),
  }));
  assert.deepEqual(read, rows);

  const some = await load('?dataset=doubtless&format=parquet');
  const doubtless = tableFromIPC(readParquet(some.bytes).intoIPCStream());
  assert.equal(doubtless.numRows, rows.filter(row => row.dataset_id === 'doubtless').length);
});

test('the file is for moderators, in formats that exist', async () => {
  assert.equal((await call('GET', '/ratings/export', rater)).body.rc, 'NotModerator');
  assert.equal((await call('GET', '/ratings/export?format=csv', moderator)).status, 400);
  const none = await call('GET', '/ratings/export?dataset=none&format=parquet', moderator);
  assert.deepEqual([none.status, none.body.rc], [404, 'NoRatingsToExport']);
});
