import assert from 'node:assert/strict';
import { test } from 'node:test';
import { testDatabase } from '@openhorde/testkit';
import fc from 'fast-check';
import { CommitPipeline } from '../../platform/commits.ts';
import { Balances, charge, type KudosEvent, ledger, mint, post, reconcile } from './index.ts';

const db = await testDatabase();
const { pool } = db.database;
await pool.query(
  `INSERT INTO users (username, oauth_id) SELECT 'u' || i, 'test_' || i FROM generate_series(1, 5) AS i`,
);
const balances = new Balances(pool);
const pipeline = new CommitPipeline(pool);
const write = pipeline.register<KudosEvent, void>({
  name: 'post',
  async run(batch, events) {
    for (const event of events) post(batch, event);
    return events.map(() => ({ value: undefined }));
  },
});
pipeline.finishWith(ledger(changed => balances.update(changed)));
let counter = 0;

async function balanceOf(userId: number): Promise<number> {
  const { rows } = await db.database.query<{ balance: number }>(
    'SELECT balance FROM kudos_accounts WHERE account = $1',
    [`user:${userId}`],
  );
  return rows[0]?.balance ?? 0;
}

const event = (movements: KudosEvent['movements'], id = `test:${counter++}`): KudosEvent => ({
  id,
  kind: 'test',
  movements,
});

test('an event of a name that was written moves nothing, alone or beside its twin', async () => {
  await write(event(mint('user:1', 10_000, 'admin'), 'twice'));
  await Promise.all([
    write(event(mint('user:1', 10_000, 'admin'), 'twice')),
    write(event(mint('user:1', 500, 'admin'), 'twins')),
    write(event(mint('user:1', 500, 'admin'), 'twins')),
  ]);
  assert.equal(await balanceOf(1), 105);
  assert.equal(balances.known(1), 10_500);
});

test('an event whose postings do not sum to zero is refused, and others go through', async () => {
  const [bad, good] = await Promise.allSettled([
    write(event([{ account: 'user:2', cents: 5, entry: 'admin' }])),
    write(event(mint('user:2', 3000, 'admin'))),
  ]);
  assert.equal(bad.status, 'rejected');
  assert.equal(good.status, 'fulfilled');
  assert.equal(await balanceOf(2), 30);
});

test('an account that begins below its floor is added to first and lifted afterwards', async () => {
  await pool.query(
    "INSERT INTO users (id, username, oauth_id) VALUES (81, 'p', '6f1f9c4e-6d0b-4f1e-9b8e-0d5c5d0f7a11'), (82, 'r', 'g_82')",
  );
  for (const [id, begins, more, ends] of [
    [81, 10, 1, 14],
    [82, 20, 30, 50],
  ] as const) {
    const start = event(mint(`user:${id}`, begins * 100, 'admin'), `start:${id}`);
    await write({ ...start, isStart: true });
    assert.equal(await balanceOf(id), begins);
    assert.deepEqual((await reconcile(pool)).belowFloor, []);
    await write(event(mint(`user:${id}`, more * 100, 'admin')));
    assert.equal(await balanceOf(id), ends);
    await balances.of(id);
  }
  assert.deepEqual([balances.floor(81), balances.floor(82)], [1400, 2500]);
});

test('a debit below the floor leaves the floor, and what that makes is a posting of its own', async () => {
  await write(event(charge('user:3', 100_000, 'usage')));
  assert.equal(await balanceOf(3), 25);
  const { rows } = await db.database.query<{ amount: number }>(
    "SELECT amount FROM kudos_postings WHERE account = 'user:3' AND entry = 'floor'",
  );
  assert.deepEqual(
    rows.map(row => row.amount),
    [1025],
  );
});

test('a gift to an empty account leaves it at its floor', async () => {
  await write(event(mint('user:4', 1000, 'transfer')));
  assert.equal(await balanceOf(4), 25);
});

test('the anonymous account may go down to -50', async () => {
  await write(event(charge('user:0', 3000, 'usage')));
  assert.equal(await balanceOf(0), -30);
  await write(event(charge('user:0', 3000, 'usage')));
  assert.equal(await balanceOf(0), -50);
});

test('whatever moves in whatever batches: sum zero, each balance equals its postings, none below its floor', async () => {
  const movement = fc.record({
    userId: fc.integer({ min: 0, max: 5 }),
    cents: fc.integer({ min: -50_000, max: 50_000 }),
  });
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.array(movement, { minLength: 1, maxLength: 4 }), { maxLength: 30 }),
      async events => {
        await Promise.all(
          events.map(movements =>
            write(
              event(
                movements.flatMap(({ userId, cents }) =>
                  cents < 0
                    ? charge(`user:${userId}`, -cents, 'usage')
                    : mint(`user:${userId}`, cents, 'generation'),
                ),
              ),
            ),
          ),
        );
        const found = await reconcile(db.database.pool);
        assert.equal(found.sum, 0);
        assert.deepEqual(found.unbalancedEvents, []);
        assert.deepEqual(found.wrongBalances, []);
        assert.deepEqual(found.belowFloor, []);
      },
    ),
    { numRuns: 15 },
  );
});
