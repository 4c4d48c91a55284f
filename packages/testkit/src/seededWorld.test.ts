import assert from 'node:assert/strict';
import { test } from 'node:test';
import { seededWorld } from './seededWorld.ts';

test('a seed gives the same world again, another seed another', () => {
  const history = (seed: number) => {
    const world = seededWorld(seed);
    world.advance(1500);
    return [world.now(), world.random(), world.uuid(), world.secret(16), world.random()];
  };
  assert.deepEqual(history(7), history(7));
  assert.notDeepEqual(history(7).slice(1), history(8).slice(1));
});

test('ids are UUIDs, secrets have the bytes that were asked for, and chance is spread evenly', () => {
  const world = seededWorld(1);
  assert.match(world.uuid(), /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  assert.equal(Buffer.from(world.secret(22), 'base64url').length, 22);
  const tenths = Array.from({ length: 10 }, () => 0);
  for (let n = 0; n < 10_000; n++) tenths[Math.floor(world.random() * 10)]! += 1;
  for (const count of tenths) assert.ok(count > 850 && count < 1150, `${tenths}`);
});

test('the clock stands until it is moved', () => {
  const world = seededWorld(1, 1000);
  assert.equal(world.now(), 1000);
  world.advance(5);
  assert.equal(world.now(), 1005);
});

test('a timer is called as the clock moves over its moment, in order, and at that moment', () => {
  const world = seededWorld(1, 0);
  const called: [string, number][] = [];
  const note = (name: string) => () => called.push([name, world.now()]);
  world.after(20, note('late'));
  world.after(10, () => {
    note('early')();
    world.after(5, note('between'));
  });
  const takeBack = world.after(12, note('never'));
  takeBack();
  world.advance(9);
  assert.deepEqual(called, []);
  world.advance(100);
  assert.deepEqual(called, [
    ['early', 10],
    ['between', 15],
    ['late', 20],
  ]);
  assert.equal(world.now(), 109);
});
