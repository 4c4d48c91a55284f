import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { fixedSeed, parseSeed, seedOfPop, wrapSeed } from './seeds.ts';

const VECTORS: [text: string, seed: number][] = [
  ['42', 42],
  ['4294967296', 1],
  ['99999999999', 23],
  ['abc', 6513249],
  ['abcd', 1684234849],
  ['hello', 111],
  ['-1', 12589],
];

describe('seeds', () => {
  for (const [text, seed] of VECTORS) {
    test(`"${text}" is ${seed}`, () => assert.equal(parseSeed(text), seed));
  }

  test('none is none', () => {
    for (const none of [undefined, null, '']) assert.equal(parseSeed(none), null);
  });

  test('with a variation one is fixed at once', () => {
    assert.equal(
      fixedSeed(null, undefined, () => 0.5),
      null,
    );
    assert.equal(
      fixedSeed(null, 10, () => 0.5),
      2 ** 31,
    );
    assert.equal(
      fixedSeed(7, 10, () => 0.5),
      7,
    );
  });

  test('a variation moves the seed once for each image still wanted', () => {
    const seeds = [3, 2, 1].map(waiting => seedOfPop(1000, 10, waiting, () => 0));
    assert.deepEqual(seeds, [1030, 1020, 1010]);
    assert.equal(
      seedOfPop(2 ** 32 - 1, 1000, 2, () => 0),
      1,
    );
    assert.equal(
      seedOfPop(5, undefined, 9, () => 0.3),
      5,
    );
  });

  test('are below 2³² whatever was written', () => {
    const inRange = (seed: number) => Number.isInteger(seed) && seed >= 0 && seed < 2 ** 32;
    fc.assert(
      fc.property(fc.string({ minLength: 1, unit: 'binary' }), text => inRange(parseSeed(text) ?? -1)),
    );
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 10n ** 80n }), number =>
        inRange(parseSeed(String(number)) ?? -1),
      ),
    );
    fc.assert(fc.property(fc.nat({ max: Number.MAX_SAFE_INTEGER }), number => inRange(wrapSeed(number))));
    fc.assert(
      fc.property(
        fc.option(fc.integer({ min: 0, max: 2 ** 32 - 1 })),
        fc.option(fc.integer({ min: 1, max: 1000 })),
        fc.integer({ min: 1, max: 20 }),
        fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
        (seed, variation, waiting, random) => {
          const drawn = seedOfPop(seed, variation, waiting, () => random);
          return inRange(drawn) && (seed !== null || drawn >= waiting);
        },
      ),
    );
  });
});
