import assert from 'node:assert/strict';
import { test } from 'node:test';
import { testDatabase } from '@openhorde/testkit';
import { statement } from './db.ts';

const { database } = await testDatabase();
const INSERT = 'INSERT INTO users (username, oauth_id) VALUES ($1, $1)';
const FIND = 'SELECT 1 FROM users WHERE oauth_id = $1';

test('kudos come back to the cent, up to the edge of what a double holds', async () => {
  const { rows } = await database.query<{ small: number; large: number; count: number }>(
    "SELECT 0.07::numeric(20,2) AS small, '90071992547409.91'::numeric(20,2) AS large, count(*) FROM users",
  );
  assert.deepEqual(rows, [{ small: 0.07, large: 90071992547409.91, count: 1 }]);
});

test('times are dates', async () => {
  const { rows } = await database.query<{ created_at: unknown }>('SELECT created_at FROM users');
  assert.ok(rows[0]?.created_at instanceof Date);
});

test('a transaction that throws leaves nothing behind', async () => {
  await assert.rejects(
    database.transaction(async transaction => {
      await transaction.query(INSERT, ['g_rollback']);
      throw new Error('changed my mind');
    }),
    /changed my mind/,
  );
  assert.equal((await database.query(FIND, ['g_rollback'])).rowCount, 0);
});

test('statements of a transaction see each other, and nobody else sees them before its end', async () => {
  await database.transaction(async transaction => {
    await transaction.query(INSERT, ['g_both']);
    assert.equal((await transaction.query(FIND, ['g_both'])).rowCount, 1);
    assert.equal((await database.query(FIND, ['g_both'])).rowCount, 0);
  });
  assert.equal((await database.query(FIND, ['g_both'])).rowCount, 1);
});

test('a serialization failure runs the work again', async () => {
  let runs = 0;
  const both = Promise.withResolvers<void>();
  const increment = (oauthId: string) =>
    database.transaction(
      async transaction => {
        const { rows } = await transaction.query<{ sum: number }>('SELECT sum(suspicions) FROM users');
        // The first two runs have both read before either writes: write skew, which one of them must lose.
        if (++runs === 2) both.resolve();
        await both.promise;
        await transaction.query('INSERT INTO users (username, oauth_id, suspicions) VALUES ($1, $1, $2)', [
          oauthId,
          rows[0]!.sum + 1,
        ]);
      },
      { isolation: 'serializable' },
    );
  await Promise.all([increment('g_skew1'), increment('g_skew2')]);
  assert.equal(runs, 3);
  const { rows } = await database.query<{ suspicions: number }>(
    "SELECT suspicions FROM users WHERE oauth_id LIKE 'g_skew%' ORDER BY suspicions",
  );
  assert.deepEqual(
    rows.map(row => row.suspicions),
    [1, 2],
  );
});

test('a broken promise of the database is not retried for ever', async () => {
  let runs = 0;
  const deadlock = Object.assign(new Error('deadlock'), { code: '40P01' });
  await assert.rejects(
    database.transaction(
      async () => {
        runs += 1;
        throw deadlock;
      },
      { attempts: 3 },
    ),
    deadlock,
  );
  assert.equal(runs, 3);
});

test('a named statement is prepared once for a connection', async () => {
  const byId = statement<{ username: string }>('test-user-by-id', 'SELECT username FROM users WHERE id = $1');
  const prepared = await database.transaction(async transaction => {
    assert.deepEqual(await byId.run(transaction, [0]), [{ username: 'Anonymous' }]);
    assert.deepEqual(await byId.run(transaction, [-1]), []);
    return transaction.query("SELECT 1 FROM pg_prepared_statements WHERE name = 'test-user-by-id'");
  });
  assert.equal(prepared.rowCount, 1);
});

test('a connection that the server ends in the middle of a transaction fails that transaction only', async () => {
  await assert.rejects(
    database.transaction(async transaction => {
      const { rows } = await transaction.query<{ pid: number }>('SELECT pg_backend_pid() AS pid');
      await database.query('SELECT pg_terminate_backend($1, 5000)', [rows[0]!.pid]);
      await transaction.query('SELECT 1');
    }),
  );
  assert.equal((await database.query('SELECT 1')).rowCount, 1);
});
