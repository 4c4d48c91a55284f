import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { textUptimeReward } from '../shared/uptime.ts';
import {
  contextMultiplier,
  type DeliveredText,
  textEstimate,
  textJobCharge,
  textJobKudos,
  textRequestEstimate,
  textUpfrontCents,
  tokensOf,
  type WantedText,
} from './price.ts';

const job = (changes: Partial<DeliveredText>): DeliveredText => ({
  promptLength: 0,
  text: '',
  maxLength: 80,
  billions: 7,
  backendValidated: true,
  ownerTrusted: true,
  ...changes,
});

describe('tokens', () => {
  test('are four characters each, 20 at least and what was allowed at most', () => {
    assert.equal(tokensOf('', 80), 20);
    assert.equal(tokensOf('x'.repeat(81), 80), 21);
    assert.equal(tokensOf('x'.repeat(1000), 80), 80);
    assert.equal(tokensOf('', 16), 16);
  });

  test('count characters, not the units that they are kept in', () => {
    assert.equal(tokensOf('🐦'.repeat(80), 80), 20);
    assert.equal(tokensOf('\ud83d'.repeat(84), 80), 21, 'halves of characters count each');
  });

  test('are dearer the more there is to read', () => {
    const TABLE = [
      [20, 1.211],
      [80, 1.255],
      [128, 1.294],
      [256, 1.407],
      [512, 1.655],
      [1024, 2.2],
      [2048, 3.4],
      [4096, 6.04],
      [8192, 11.85],
      [16384, 24.63],
      [32768, 30],
      [1_048_576, 30],
    ] as const;
    for (const [tokens, multiplier] of TABLE)
      assert.ok(Math.abs(contextMultiplier(tokens) - multiplier) < 0.005, `${tokens}`);
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1 << 20 }), fc.integer({ min: 1, max: 1 << 20 }), (a, b) => {
        assert.ok(contextMultiplier(Math.min(a, b)) <= contextMultiplier(Math.max(a, b)));
        assert.ok(contextMultiplier(a) >= 0.1 && contextMultiplier(a) <= 30);
      }),
    );
  });
});

describe('a delivered text', () => {
  const kudos = (maxLength: number, billions: number, prompt: number, text: number) =>
    textJobKudos(job({ maxLength, billions, promptLength: prompt, text: 't'.repeat(text) }));

  test('costs what the spec says', () => {
    assert.equal(kudos(80, 7, 2000, 320), 5.62);
    assert.equal(kudos(80, 13, 8000, 320), 10.44);
    assert.equal(kudos(512, 8, 16000, 2000), 52.95);
    assert.equal(kudos(512, 70, 8000, 2048), 664.31);
    assert.equal(kudos(120, 3, 400, 100), 0.76);
  });

  test('earns three tenths on a backend that is not validated', () => {
    const text = 'word '.repeat(64);
    assert.equal(textJobKudos(job({ billions: 13, text })), 10.08);
    assert.equal(textJobKudos(job({ billions: 13, text, backendValidated: false })), 3.02);
  });

  test('of an unknown model earns little, and more by a trusted owner', () => {
    const unknown = (text: string, ownerTrusted: boolean) =>
      textJobKudos(job({ billions: undefined, text, ownerTrusted })).toFixed(12);
    assert.equal(unknown('x', true), '0.654138936712');
    assert.equal(unknown('x', false), '1.211368401319');
    assert.equal(unknown('word '.repeat(64), true), '2.616555746850');
  });

  test('costs the requester one more, and one alone when it was censored', () => {
    assert.equal(textJobCharge({ priceCents: 562, censored: false }), 662);
    assert.equal(textJobCharge({ priceCents: 562, censored: true }), 100);
  });

  test('never costs more for less text of a smaller model', () => {
    const size = fc.integer({ min: 0, max: 3000 });
    fc.assert(
      fc.property(
        size,
        size,
        fc.integer({ min: 1, max: 400 }),
        fc.integer({ min: 1, max: 400 }),
        (a, b, c, d) => {
          const small = kudos(512, Math.min(c, d), 100, Math.min(a, b));
          assert.ok(small <= kudos(512, Math.max(c, d), 100, Math.max(a, b)));
          assert.ok(small > 0 && Number.isInteger(Math.round(small * 100)));
        },
      ),
    );
  });
});

describe('an estimate', () => {
  const estimate = (maxLength: number, maxContextLength: number, billions: WantedText['billions']) =>
    textEstimate({ maxLength, maxContextLength, billions }) / 100;

  test('takes the whole length and context, at the size of the first named model', () => {
    assert.equal(estimate(80, 2048, 13), 35.36);
    assert.equal(estimate(80, 2048, 7), 19.04);
    assert.equal(estimate(80, 1024, 2.7), 4.75);
    assert.equal(estimate(512, 4096, 70), 3031.35);
  });

  test('without a model is that of 13 billions, of an unknown one that of 2.7', () => {
    assert.equal(estimate(80, 2048, 'any'), 35.36);
    assert.equal(estimate(87, 2048, 'unknown'), 7.99);
  });

  test('of a request adds one for each job and one for itself', () => {
    assert.equal(textRequestEstimate(816, 20) / 100, 184.2);
    assert.equal(textRequestEstimate(3536, 1) / 100, 37.36);
  });
});

test('kudos beforehand go by the largest named model, or are 20 for each text', () => {
  assert.equal(textUpfrontCents(600, [7], 1), 20_000);
  assert.equal(textUpfrontCents(600, [1, 7], 3), 60_000);
  assert.equal(textUpfrontCents(600, [], 3), 6000);
});

test('uptime is paid by context and size of the first model', () => {
  const reward = (maxContextLength: number, billions: number | undefined, backendValidated = true) =>
    textUptimeReward({ maxContextLength, billions, backendValidated }) / 100;
  assert.equal(reward(2048, 7), 55);
  assert.equal(reward(4096, 13), 157.86);
  assert.equal(reward(8192, 70), 1450);
  assert.equal(reward(2048, 1), 13.75);
  assert.equal(reward(8192, 8, false), 49.71);
  assert.equal(reward(2048, undefined), 27.5);
});
