import assert from 'node:assert/strict';
import { test } from 'node:test';
import { MemoryBus, testDatabase } from '@openhorde/testkit';
import { featureNode } from '../../testing/featureNode.ts';
import { Ranking } from './ranking.ts';

const { database: db } = await testDatabase();
const node = featureNode({ db, bus: new MemoryBus() });
node.feature.routes(node.app, {
  stylesOf: async () => new Map(),
  workerIdsOf: () => [],
  activeGenerationsOf: () => ({ image: [], text: [], alchemy: [] }),
});
for (let i = 1; i <= 30; i += 1) await node.user(`person${i}`, { kudos: i * 1000 });
const list = async (query = '', key?: string) => (await node.call('GET', `/v2/users${query}`, key)).body;

test('those with the most kudos come first, 25 on a page', async () => {
  const first = await list();
  assert.equal(first.length, 25);
  assert.deepEqual([first[0].kudos, first[24].kudos], [30_000, 6000]);
  const second = await list('?page=2');
  assert.deepEqual(
    second.map((user: { kudos: number }) => user.kudos),
    [5000, 4000, 3000, 2000, 1000, 0],
  );
  assert.deepEqual(await list('?page=3'), []);
});

test('by age the anonymous account is the first', async () => {
  const oldest = await list('?sort=age');
  assert.deepEqual(
    oldest.slice(0, 3).map((user: { username: string }) => user.username),
    ['Anonymous#0', 'person1#1', 'person2#2'],
  );
});

test('every declared field is there, and those of others are empty', async () => {
  const [user] = await list('', 'any key');
  for (const field of [
    'contact',
    'vpn',
    'special',
    'sharedkey_ids',
    'evaluating_kudos',
    'suspicious',
    'admin_comment',
  ])
    assert.equal(user[field], null, field);
  assert.deepEqual([user.active_generations, user.monthly_kudos], [{}, {}]);
  assert.equal(user.kudos_details.accumulated, 0);
});

test('an account that has never moved a kudos is listed as well', async () => {
  const { id } = await node.user('fresh');
  assert.ok((await list('?page=2')).some((user: { id: number }) => user.id === id));
});

test('a large horde is sorted once in ten seconds, and each page comes from the same order', async () => {
  let nowMs = 0;
  const ranking = new Ranking(db, () => nowMs);
  await db.query(
    "INSERT INTO users (username, oauth_id) SELECT 'crowd', 'crowd_' || i FROM generate_series(1, 6000) AS i",
  );
  const [richest] = await ranking.page('kudos', 0, 1);
  const poorest = (await ranking.page('kudos', 5000, 1))[0]!;
  await node.accounts.giveKudos(poorest, 100_000_000);
  await node.commits.drain();
  assert.deepEqual(await ranking.page('kudos', 0, 1), [richest], 'still as it was');
  nowMs = 10_000;
  assert.deepEqual(await ranking.page('kudos', 0, 1), [poorest]);
});
