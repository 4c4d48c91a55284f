import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { testDatabase } from '@openhorde/testkit';
import fc from 'fast-check';
import type { Bus } from './bus.ts';
import { encodeMessage, MessageAssembler } from './busMessages.ts';
import { openPostgresBus } from './postgresBus.ts';

const { database, url } = await testDatabase();
const log = { info() {}, warn() {}, error() {} };
const one = await openPostgresBus({ url, database, node: 'one', log });
const two = await openPostgresBus({ url, database, node: 'two', log });
after(() => Promise.all([one.close(), two.close()]));

/** What `bus` receives on `topic`, until `count` have come. */
function receive(bus: Bus, topic: string, count: number): Promise<{ payload: unknown; own: boolean }[]> {
  return new Promise(resolve => {
    const received: { payload: unknown; own: boolean }[] = [];
    const end = bus.subscribe(topic, (payload, own) => {
      if (received.push({ payload, own }) < count) return;
      end();
      resolve(received);
    });
  });
}

test('a message reaches every node, and each knows whether it was its own', async () => {
  const both = Promise.all([receive(one, 'hello', 1), receive(two, 'hello', 1)]);
  await one.publish('hello', { ids: ['a'] });
  const payload = { ids: ['a'] };
  assert.deepEqual(await both, [[{ payload, own: true }], [{ payload, own: false }]]);
});

test('messages come in order, on their topic only', async () => {
  const received = receive(two, 'count', 20);
  await one.publish('other', 0);
  for (let n = 0; n < 20; n++) await one.publish('count', n);
  assert.deepEqual(
    (await received).map(({ payload }) => payload),
    Array.from({ length: 20 }, (_, n) => n),
  );
});

test('a message larger than a notification arrives whole', async () => {
  const payload = { text: 'ä🐦"\\\n'.repeat(10_000) };
  const received = receive(two, 'large', 1);
  await one.publish('large', payload);
  assert.deepEqual((await received)[0]?.payload, payload);
});

test('a message of a transaction is sent when it commits and not otherwise', async () => {
  const received = receive(two, 'committed', 1);
  await assert.rejects(
    database.transaction(async transaction => {
      await one.publish('committed', 'rolled back', transaction);
      throw new Error('no');
    }),
  );
  await database.transaction(transaction => one.publish('committed', 'committed', transaction));
  assert.deepEqual((await received)[0]?.payload, 'committed');
});

test('a listener that throws does not keep the others from hearing', async () => {
  const end = two.subscribe('fragile', () => {
    throw new Error('oops');
  });
  const received = receive(two, 'fragile', 1);
  await one.publish('fragile', 1);
  assert.equal((await received).length, 1);
  end();
});

test('after its connection broke the bus comes back, tells of the gap, and hears again', {
  timeout: 60_000,
}, async () => {
  const gap = new Promise<void>(resolve => {
    const end = two.onGap(() => {
      end();
      resolve();
    });
  });
  await database.query(
    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'openhorde bus'",
  );
  await gap;
  const received = receive(two, 'again', 1);
  await one.publish('again', true);
  assert.equal((await received)[0]?.payload, true);
});

test('what could not be read is read again until it could, one at a time', async () => {
  const ends: (() => void)[] = [];
  let running = 0;
  let calls = 0;
  const caughtUp = new Promise<void>(resolve => {
    ends.push(
      two.onGap(async () => {
        calls += 1;
        running += 1;
        assert.equal(running, 1);
        await database.query('SELECT 1');
        running -= 1;
        if (calls < 3) throw new Error('away');
        resolve();
      }),
    );
  });
  // A listener that fails, at once or later, has missed its message.
  ends.push(
    two.subscribe('unread', async () => {
      await database.query('SELECT 1 / 0');
    }),
  );
  for (let n = 0; n < 5; n++) await one.publish('unread', n);
  await caughtUp;
  for (const end of ends) end();
});

test('law: whatever JSON is sent, in whatever parts, arrives the same', () => {
  fc.assert(
    fc.property(fc.jsonValue(), fc.integer({ min: 1, max: 3 }), (value, times) => {
      const payload = JSON.parse(JSON.stringify(Array.from({ length: times ** 6 }, () => value)));
      const parts = encodeMessage('node', '7', 'topic', payload);
      for (const part of parts) assert.ok(Buffer.byteLength(part) < 8000);
      const assembler = new MessageAssembler();
      const received = parts.map(part => assembler.add(part)).filter(message => message !== undefined);
      assert.deepEqual(received, [{ node: 'node', topic: 'topic', payload }]);
    }),
    { numRuns: 50 },
  );
});

test('a message beyond all measure is the fault of its sender', async () => {
  await assert.rejects(one.publish('huge', 'x'.repeat(2 ** 21)), RangeError);
});

test('texts of strangers on the channel are passed over', () => {
  const assembler = new MessageAssembler();
  for (const text of ['', 'hello', 'a b c d e f', 'n 1 0 1 topic {broken', 'n 1 0 2 topic half']) {
    assert.equal(assembler.add(text), undefined);
  }
});
