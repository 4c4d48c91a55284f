import assert from 'node:assert/strict';
import { test } from 'node:test';
import { testDatabase } from '@openhorde/testkit';
import { LastSeen } from './lastSeen.ts';

const { database: db } = await testDatabase();
await db.query(
  `INSERT INTO users (username, oauth_id, last_active_at) SELECT 'u' || i, 'test_' || i, '2026-01-01' FROM generate_series(1, 3) AS i`,
);
await db.query("INSERT INTO api_keys (key_hash, user_id) VALUES ('hash-1', 1)");

const activeAt = async (id: number) => {
  const { rows } = await db.query<{ at: Date }>('SELECT last_active_at AS at FROM users WHERE id = $1', [id]);
  return rows[0]!.at.toISOString().slice(0, 10);
};

test('what was noted is written all together, and a later look is not overwritten by an earlier one', async () => {
  let nowMs = Date.parse('2026-03-01');
  const seen = new LastSeen(db, () => nowMs);
  seen.noteUsers([1, 2, 0]);
  seen.noteKey('hash-1');
  assert.equal(await activeAt(1), '2026-01-01');
  await seen.flush();
  assert.deepEqual(
    [await activeAt(1), await activeAt(2), await activeAt(3)],
    ['2026-03-01', '2026-03-01', '2026-01-01'],
  );
  nowMs = Date.parse('2026-02-01');
  seen.noteUsers([1]);
  await seen.flush();
  assert.equal(await activeAt(1), '2026-03-01');
  const { rows } = await db.query<{ at: Date }>('SELECT last_used_at AS at FROM api_keys');
  assert.equal(rows[0]!.at.toISOString().slice(0, 10), '2026-03-01');
});

test('looks that could not be written are kept for the next time', async () => {
  let broken = true;
  const flaky = {
    query: ((...args: Parameters<typeof db.query>) =>
      broken ? Promise.reject(new Error('away')) : db.query(...args)) as typeof db.query,
  };
  const seen = new LastSeen(flaky, () => Date.parse('2026-05-01'));
  seen.noteUsers([3]);
  await assert.rejects(seen.flush(), /away/);
  broken = false;
  await seen.flush();
  assert.equal(await activeAt(3), '2026-05-01');
});
