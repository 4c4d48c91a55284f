import assert from 'node:assert/strict';
import { test } from 'node:test';
import { testDatabase } from '@openhorde/testkit';
import { type Batch, type CommandKind, CommitPipeline, Slot } from './commits.ts';

const db = await testDatabase();
await db.database.query('CREATE TABLE noted (text text PRIMARY KEY)');

/** Writes texts down; an empty one fails alone, 'poison' breaks the whole transaction. */
function noting(batches: number[]): CommandKind<string, string> {
  return {
    name: 'note',
    async run({ client }: Batch, texts) {
      batches.push(texts.length);
      if (texts.includes('poison')) await client.query('SELECT 1 / 0');
      const kept = texts.filter(text => text !== '');
      await client.query('INSERT INTO noted (text) SELECT unnest($1::text[]) ON CONFLICT DO NOTHING', [kept]);
      return texts.map(text =>
        text === '' ? { failure: new Error('empty') } : { value: text.toUpperCase() },
      );
    },
  };
}

async function noted(): Promise<string[]> {
  const { rows } = await db.database.query<{ text: string }>('SELECT text FROM noted ORDER BY text');
  return rows.map(row => row.text);
}

test('commands that come together are committed together, and each gets its own outcome', async () => {
  const batches: number[] = [];
  const pipeline = new CommitPipeline(db.database.pool);
  const note = pipeline.register(noting(batches));
  const texts = Array.from({ length: 100 }, (_, i) => `a${i}`);
  const outcomes = await Promise.all(texts.map(note));
  assert.deepEqual(
    outcomes,
    texts.map(text => text.toUpperCase()),
  );
  assert.deepEqual(batches, [100]);
  assert.equal((await noted()).length, 100);
});

test('while one transaction is in flight the next commands gather', async () => {
  const batches: number[] = [];
  const pipeline = new CommitPipeline(db.database.pool);
  const note = pipeline.register(noting(batches));
  const first = note('b0');
  await new Promise(resolve => setImmediate(resolve));
  await Promise.all([first, ...Array.from({ length: 50 }, (_, i) => note(`b${i + 1}`))]);
  assert.deepEqual(batches, [1, 50]);
});

test('a command that fails a condition fails alone', async () => {
  const pipeline = new CommitPipeline(db.database.pool);
  const note = pipeline.register(noting([]));
  const [good, bad] = await Promise.allSettled([note('c1'), note('')]);
  assert.equal(good.status, 'fulfilled');
  assert.equal(bad.status, 'rejected');
  assert.ok((await noted()).includes('c1'));
});

test('a command that breaks the transaction does not take the others with it', async () => {
  const pipeline = new CommitPipeline(db.database.pool);
  const note = pipeline.register(noting([]));
  const [one, poison, two] = await Promise.allSettled([note('d1'), note('poison'), note('d2')]);
  assert.equal(one.status, 'fulfilled');
  assert.equal(poison.status, 'rejected');
  assert.equal(two.status, 'fulfilled');
  const texts = await noted();
  assert.ok(texts.includes('d1') && texts.includes('d2') && !texts.includes('poison'));
});

test('callbacks for after the commit are not called when it fails', async () => {
  const pipeline = new CommitPipeline(db.database.pool);
  let told = 0;
  const run = pipeline.register<boolean, void>({
    name: 'tell',
    async run(batch, inputs) {
      batch.afterCommit(() => {
        told += 1;
      });
      if (inputs[0]) await batch.client.query('SELECT 1 / 0');
      return inputs.map(() => ({ value: undefined }));
    },
  });
  await assert.rejects(run(true));
  assert.equal(told, 0);
  await run(false);
  assert.equal(told, 1);
});

test('a connection that the database ends is replaced, and the batch runs again and knows it', async () => {
  const pipeline = new CommitPipeline(db.database.pool);
  const tries: boolean[] = [];
  const run = pipeline.register<void, string>({
    name: 'killed once',
    async run({ client, again }, inputs) {
      tries.push(again);
      if (!again) await client.query('SELECT pg_terminate_backend(pg_backend_pid())');
      return inputs.map(() => ({ value: 'done' }));
    },
  });
  assert.equal(await run(), 'done');
  assert.deepEqual(tries, [false, true]);
});

test('a listener that fails neither undoes the commit nor keeps others from hearing of it', async () => {
  const complaints: unknown[] = [];
  const pipeline = new CommitPipeline(db.database.pool, {
    listenerFailed: error => complaints.push(error),
    notCommitted: assert.fail,
  });
  const runs: boolean[] = [];
  let heard = 0;
  const run = pipeline.register<string, string>({
    name: 'told badly',
    async run(batch, texts) {
      runs.push(batch.again);
      await batch.client.query('INSERT INTO noted (text) SELECT unnest($1::text[])', [texts]);
      batch.afterCommit(() => {
        throw new Error('oops');
      });
      batch.afterCommit(() => {
        heard += 1;
      });
      return texts.map(text => ({ value: text }));
    },
  });
  assert.deepEqual(await Promise.all([run('e1'), run('e2')]), ['e1', 'e2']);
  assert.deepEqual([runs, heard, complaints.length], [[false], 1, 1]);
});

test('when the answer to COMMIT is lost, whatever the error says, the batch knows that it may have been there', async () => {
  const tries: [again: boolean, commands: number][] = [];
  // The transaction is committed, and its answer never comes.
  const answers = [
    Object.assign(new Error('read ETIMEDOUT'), { code: 'ETIMEDOUT', syscall: 'read' }),
    new Error('odd'),
  ];
  const pool = {
    async connect() {
      const client = await db.database.pool.connect();
      const query = client.query.bind(client) as (...args: unknown[]) => Promise<unknown>;
      return Object.assign(Object.create(client), {
        async query(...args: unknown[]) {
          const result = await query(...args);
          const lost = args[0] === 'COMMIT' && answers.shift();
          if (lost) throw lost;
          return result;
        },
        release: (isLost?: boolean) => client.release(isLost),
      });
    },
  };
  const pipeline = new CommitPipeline(pool as unknown as typeof db.database.pool);
  const run = pipeline.register<string, number>({
    name: 'counted',
    async run({ client, again }, texts) {
      tries.push([again, texts.length]);
      const { rows } = await client.query<{ text: string }>(
        'INSERT INTO noted (text) SELECT unnest($1::text[]) ON CONFLICT DO NOTHING RETURNING text',
        [texts],
      );
      return texts.map(() => ({ value: rows.length }));
    },
  });
  await Promise.all([run('f1'), run('f2')]);
  assert.deepEqual(tries, [
    [false, 2],
    [true, 2],
    [true, 1],
    [true, 1],
  ]);
});

test('what a batch runs is in the set order, however it was registered, and nothing runs that has no place', async () => {
  const ran: string[] = [];
  const pipeline = new CommitPipeline(db.database.pool, {
    order: { commands: ['one', 'two'], finishers: ['last', 'very-last'] },
  });
  const left = new Slot<string>();
  const kind = (name: string): CommandKind<string, void> => ({
    name,
    async run(batch, inputs) {
      ran.push(name);
      for (const input of inputs) left.leave(batch, input);
      return inputs.map(() => ({ value: undefined }));
    },
  });
  const finisher = (name: string) => ({
    name,
    async finish(batch: Batch) {
      ran.push(`${name}: ${left.of(batch).join(' ')}`);
    },
  });
  const two = pipeline.register(kind('two'));
  const one = pipeline.register(kind('one'));
  pipeline.finishWith(finisher('very-last'));
  pipeline.finishWith(finisher('last'));
  await Promise.all([two('b'), one('a')]);
  assert.deepEqual(ran, ['one', 'two', 'last: a b', 'very-last: a b']);
  await one('c');
  assert.deepEqual(ran.slice(-1), ['very-last: c']);
  assert.throws(() => pipeline.register(kind('three')), /three has no place/);
});
