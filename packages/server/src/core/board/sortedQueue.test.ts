import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { compareOrder, SortedQueue } from './sortedQueue.ts';

interface Item {
  orderKey: number;
  sequence: number;
  things: number;
  jobs: number;
}

const weigh = ({ things, jobs }: Item) => ({ things, jobs });

test('whatever is added and deleted, order, ranks and sums are those of a sorted array', () => {
  const item = fc.record({
    orderKey: fc.integer({ min: -20, max: 20 }),
    things: fc.integer({ min: 0, max: 9 }),
    jobs: fc.integer({ min: 1, max: 5 }),
  });
  fc.assert(
    fc.property(
      fc.array(item, { maxLength: 1500 }),
      fc.array(fc.nat(), { maxLength: 400 }),
      (items, removals) => {
        const queue = new SortedQueue<Item>(weigh);
        let model: Item[] = items.map((it, sequence) => ({ ...it, sequence }));
        for (const it of model) queue.add(it);
        for (const at of removals) {
          const it = model[at % Math.max(1, model.length)];
          if (!it) break;
          assert.ok(queue.delete(it));
          assert.ok(!queue.delete(it));
          model = model.filter(other => other !== it);
        }
        model.sort(compareOrder);
        assert.deepEqual([...queue], model);
        assert.equal(queue.size, model.length);
        assert.equal(queue.first, model[0]);
        let things = 0;
        let jobs = 0;
        model.forEach((it, index) => {
          things += it.things;
          jobs += it.jobs;
          assert.deepEqual(queue.rank(it), { index, things, jobs });
        });
      },
    ),
    { numRuns: 30 },
  );
});

test('a change of weight moves the sums of those behind', () => {
  const queue = new SortedQueue<Item>(weigh);
  const items = Array.from({ length: 2000 }, (_, sequence) => ({
    orderKey: 0,
    sequence,
    things: 1,
    jobs: 1,
  }));
  for (const it of items) queue.add(it);
  items[3]!.jobs = 4;
  queue.reweigh(items[3]!, { things: 0, jobs: 3 });
  assert.equal(queue.rank(items[1999]!)?.jobs, 2003);
  assert.equal(queue.rank(items[2]!)?.jobs, 3);
});
