import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createDatabase } from './testDatabase.ts';

test('each database is migrated, empty, and of its own; dropped, it is gone', async () => {
  const [one, two] = await Promise.all([createDatabase(), createDatabase()]);
  await one.database.query("INSERT INTO users (username, oauth_id) VALUES ('x', 'x')");
  const count = async ({ database }: typeof one) =>
    (await database.query<{ count: number }>('SELECT count(*) FROM users')).rows[0]?.count;
  assert.deepEqual([await count(one), await count(two)], [2, 1]);
  await one.drop();
  await one.drop();
  const { rows } = await two.database.query('SELECT 1 FROM pg_database WHERE datname = $1', [
    new URL(one.url.replace('@/', '@localhost/')).pathname.slice(1),
  ]);
  assert.deepEqual(rows, []);
  await two.drop();
});

test('a connection that a test left open does not keep a database from being dropped', async () => {
  const made = await createDatabase();
  const left = await made.database.pool.connect();
  left.release();
  await made.drop();
});
