import assert from 'node:assert/strict';
import { test } from 'node:test';
import { until } from '@openhorde/testkit';
import type { Pool } from 'pg';
import type { Bus } from '../platform/bus.ts';
import { world } from '../platform/world.ts';
import { tendReaping } from './jobs/index.ts';
import { Balances } from './kudos/index.ts';
import { Announcer } from './nodes.ts';

test('hints that could not be sent are sent later, in messages of bounded size, each id once', async () => {
  const told: number[][] = [];
  let isAway = true;
  const bus = {
    async publish(_topic: string, ids: number[]) {
      if (isAway) {
        isAway = false;
        throw new Error('away');
      }
      told.push(ids);
    },
  } as unknown as Bus;
  const announcer = new Announcer<number>({ bus, log: { warn() {} } as never, world }, 'numbers', 0);
  for (let id = 0; id < 12_000; id++) announcer.changed(id % 11_000);
  await until('all are told', async () => told.flat().length === 11_000);
  assert.equal(new Set(told.flat()).size, 11_000);
  assert.ok(told.every(ids => ids.length <= 5000));
});

test('a balance that moves while it is read stays as the ledger says', async () => {
  const asked: number[][] = [];
  let answer = Promise.withResolvers<void>();
  const pool = {
    async query(_text: string, [ids]: [number[]]) {
      asked.push(ids);
      await answer.promise;
      return { rows: ids.map(id => ({ id, cents: '100' })) };
    },
  } as unknown as Pool;
  const balances = new Balances(pool);
  const reading = balances.load([1, 2]);
  assert.deepEqual(balances.update(new Map([['user:1', 700] as const, ['escrow:1', 5] as const])), [1]);
  answer.resolve();
  await reading;
  assert.deepEqual([balances.known(1), balances.known(2)], [700, 100]);
  answer = Promise.withResolvers();
  answer.resolve();
  await balances.reload([2, 3]);
  await balances.reloadSome();
  await balances.reloadSome();
  assert.deepEqual(
    asked.slice(1).filter(ids => ids.length > 0),
    [[2], [1, 2]],
  );
});

test('a job that ran out before the start, or while the database was away, is no fault of a worker', async () => {
  let nowMs = 1_000_000;
  /** Since when the horde was there, as the search for overdue jobs is told. */
  const backAt: number[] = [];
  let isAway = false;
  const db = {
    async query(_text: string, [, back]: Date[]) {
      if (isAway) throw new Error('Connection terminated');
      backAt.push(back!.getTime());
      return { rows: [] };
    },
  };
  const horde = { world: { now: () => nowMs }, db, kinds: new Map(), running: { forgetOverdue() {} } };
  const tasks: (() => Promise<void>)[] = [];
  tendReaping(horde as unknown as Parameters<typeof tendReaping>[0], {
    repeat: ({ run }) => void tasks.push(run as () => Promise<void>),
    stop: async () => {},
  });
  const look = async (atMs: number) => {
    nowMs = atMs;
    await tasks[0]!();
  };
  await look(1_005_000);
  isAway = true;
  await assert.rejects(look(1_010_000));
  isAway = false;
  await look(1_060_000);
  await look(1_065_000);
  assert.deepEqual(backAt, [1_000_000, 1_060_000, 1_060_000]);
});
