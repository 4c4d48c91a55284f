import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Executor } from '../../platform/db.ts';
import { WorkerRegistry } from './registry.ts';
import type { Worker } from './worker.ts';

/** A table of workers, of which a registry reads what it asks for. */
function table(...rows: { id: string; name: string }[]) {
  const read: unknown[] = [];
  const database = {
    async query(text: string, values?: [unknown]) {
      const asked = values?.[0];
      read.push(asked);
      const found = rows.filter(
        ({ id, name }) =>
          asked === undefined ||
          (text.includes('name = $1') ? name === asked : (asked as string[]).includes(id)),
      );
      return { rows: found.map(row => ({ ...row, user_id: 1, aborted_since: null })) };
    },
  } as unknown as Executor;
  return { rows, read, registry: new WorkerRegistry(database) };
}

const A = '00000000-0000-4000-8000-00000000000a';
const B = '00000000-0000-4000-8000-00000000000b';

test('a worker that is not known is looked up, by its id in any letter case and by its name', async () => {
  const { registry, read } = table({ id: A, name: 'ann' });
  assert.equal((await registry.find(A.toUpperCase()))?.name, 'ann');
  assert.equal((await registry.findByName('ann'))?.id, A);
  assert.equal(read.length, 1, 'who is known costs no look-up');
  assert.equal(await registry.find(B), undefined);
  assert.equal(await registry.findByName('ben'), undefined);
  assert.equal(await registry.find('no id'), undefined);
  assert.equal(await registry.findByName('\0'), undefined);
});

test('names that change hands lead to those who have them now, in whatever order that is heard', async () => {
  const { registry, rows } = table({ id: A, name: 'x' }, { id: B, name: 'y' });
  await registry.load();
  rows.splice(0, 2, { id: A, name: 'y' }, { id: B, name: 'x' });
  await registry.load([A, B]);
  assert.deepEqual([registry.byName('x')?.id, registry.byName('y')?.id], [B, A]);
  // A has gone, and B has its name; that it has gone is heard last.
  rows.splice(0, 2, { id: B, name: 'y' });
  await registry.load([B]);
  await registry.load([A]);
  assert.deepEqual([registry.byName('x'), registry.byName('y')?.id], [undefined, B]);
});

test('reading all drops those that have gone, and not one that comes while the others are read', async () => {
  const { registry, rows } = table({ id: A, name: 'x' });
  await registry.load();
  rows.length = 0;
  const reading = registry.load();
  registry.add({ id: B, name: 'new', userId: 2 } as Worker);
  await reading;
  assert.deepEqual(
    [...registry.all()].map(({ id }) => id),
    [B],
  );
});

test('one worker is one object, however often it is added', () => {
  const { registry } = table();
  const first = registry.add({ id: A, name: 'x', userId: 1 } as Worker);
  assert.equal(registry.add({ id: A, name: 'x', userId: 1 } as Worker), first);
  assert.equal(registry.ofUser(1).length, 1);
});
