import assert from 'node:assert/strict';
import { test } from 'node:test';
import { seededWorld } from '@openhorde/testkit';
import { Explanations } from './explanations.ts';

function explained() {
  const world = seededWorld(1);
  const explanations = new Explanations<object>(world);
  let count = 0;
  const of = (request: object, workers = 1) =>
    explanations.of(request, workers, () => ({ workers: ++count, constraints: [] }))?.workers;
  return { world, of };
}

test('an explanation is worked out once in three seconds for each request', () => {
  const { world, of } = explained();
  const [a, b] = [{}, {}];
  assert.deepEqual([of(a), of(b), of(a), of(b)], [1, 2, 1, 2]);
  world.advance(2999);
  assert.equal(of(a), 1);
  world.advance(1);
  assert.equal(of(a), 3);
});

test('a crowd that watches requests that no worker takes is told late or nothing, and more as time goes on', () => {
  const { world, of } = explained();
  const requests = Array.from({ length: 300 }, () => ({}));
  const told = () =>
    requests.map(request => of(request, 950)).filter(reasons => reasons !== undefined).length;
  assert.equal(told(), 100);
  world.advance(1000);
  assert.equal(told(), 120);
  world.advance(3000);
  assert.equal(told(), 120, 'the old ones are told again while there is nothing left for new ones');
});

test('a horde with more workers than may be asked at once is explained all the same', () => {
  const { world, of } = explained();
  assert.equal(of({}, 1_000_000), 1);
  assert.equal(of({}, 1_000_000), undefined);
  world.advance(60_000);
  assert.equal(of({}, 1_000_000), 2);
});
