import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import {
  accountKind,
  applyWithFloor,
  availableKudos,
  earnsTrust,
  floorOf,
  splitReward,
  splitUptimeReward,
} from './accounts.ts';
import { aliasId, aliasOf } from './alias.ts';
import { centsFromText, centsToText, roundHalfEven, toCents } from './cents.ts';

describe('cents', () => {
  test('are rounded half to even, and halves are seen through binary noise', () => {
    assert.equal(roundHalfEven(2.5), 2);
    assert.equal(roundHalfEven(3.5), 4);
    assert.equal(roundHalfEven(-2.5), -2);
    assert.equal(roundHalfEven(0.4999), 0);
    assert.equal(toCents(7.61), 761);
    assert.equal(toCents(1.005), 100);
    assert.equal(toCents(1.015), 102);
    assert.equal(toCents(380.49999999999994 / 100), 380);
  });

  test('survive the way to the database and back', () => {
    assert.equal(centsToText(-5), '-0.05');
    assert.equal(centsToText(761), '7.61');
    assert.equal(centsFromText('25'), 2500);
    assert.equal(centsFromText('-0.5'), -50);
    assert.throws(() => centsFromText('1.005'), RangeError);
    assert.throws(() => centsFromText('1e3'), RangeError);
    fc.assert(
      fc.property(fc.maxSafeInteger(), cents => centsFromText(centsToText(cents)) === cents || cents === 0),
    );
  });
});

describe('accounts', () => {
  test('are of three kinds, each with its floor', () => {
    assert.equal(accountKind('anon'), 'anonymous');
    assert.equal(accountKind('6f1f9c4e-6d0b-4f1e-9b8e-0d5c5d0f7a11'), 'pseudonymous');
    assert.equal(accountKind('g_123'), 'registered');
    assert.deepEqual(
      (['anonymous', 'pseudonymous', 'registered'] as const).map(floorOf),
      [-5000, 1400, 2500],
    );
  });

  test('a movement that would end below the floor ends at it, a credit too', () => {
    assert.deepEqual(applyWithFloor(0, 1000, 2500), { balanceCents: 2500, adjustmentCents: 1500 });
    assert.deepEqual(applyWithFloor(10_000, -300, 2500), { balanceCents: 9700, adjustmentCents: 0 });
    assert.deepEqual(applyWithFloor(0, -6000, -5000), { balanceCents: -5000, adjustmentCents: 1000 });
    fc.assert(
      fc.property(
        fc.integer(),
        fc.integer(),
        fc.constantFrom(-5000, 1400, 2500),
        (balance, amount, floor) => {
          const after = applyWithFloor(balance, amount, floor);
          assert.ok(after.balanceCents >= floor && after.adjustmentCents >= 0);
          assert.equal(after.balanceCents, balance + amount + after.adjustmentCents);
        },
      ),
    );
  });

  test('can promise what is above the floor and free; the anonymous one nothing', () => {
    const of = { holdsCents: 0, queuedDebitsCents: 0 };
    assert.equal(availableKudos({ kind: 'registered', balanceCents: 2500, ...of }), 0);
    assert.equal(
      availableKudos({ kind: 'registered', balanceCents: 10_000, holdsCents: 500, queuedDebitsCents: 100 }),
      6900,
    );
    assert.equal(availableKudos({ kind: 'anonymous', balanceCents: 10_000, ...of }), 0);
  });

  test('an untrusted owner gets half now and half in escrow, and not a cent is lost', () => {
    const plain = { trusted: false, anonymous: false };
    assert.deepEqual(splitReward(761, plain), { balanceCents: 381, escrowCents: 380 });
    assert.deepEqual(splitReward(763, plain), { balanceCents: 381, escrowCents: 382 });
    assert.deepEqual(splitReward(761, { ...plain, trusted: true }), { balanceCents: 761, escrowCents: 0 });
    assert.deepEqual(splitReward(761, { ...plain, anonymous: true }), { balanceCents: 761, escrowCents: 0 });
    fc.assert(
      fc.property(fc.nat(), amount => {
        const { balanceCents, escrowCents } = splitReward(amount, plain);
        return balanceCents + escrowCents === amount && balanceCents >= 0 && escrowCents >= 0;
      }),
    );
  });

  test('uptime of the untrusted goes into escrow, an alchemist’s does not', () => {
    const plain = { trusted: false, anonymous: false, alchemist: false };
    assert.deepEqual(splitUptimeReward(5200, plain), { balanceCents: 0, escrowCents: 5200 });
    assert.deepEqual(splitUptimeReward(4000, { ...plain, alchemist: true }), {
      balanceCents: 4000,
      escrowCents: 0,
    });
  });

  test('trust is earned by escrow, age and a clean record', () => {
    const worthy = {
      escrowCents: 101,
      thresholdCents: 100,
      ageDays: 7,
      anonymous: false,
      suspicions: 4,
      trusted: false,
    };
    assert.ok(earnsTrust(worthy));
    for (const flaw of [
      { escrowCents: 100 },
      { thresholdCents: undefined },
      { ageDays: 6.9 },
      { anonymous: true },
      { suspicions: 5 },
      { trusted: true },
    ]) {
      assert.ok(!earnsTrust({ ...worthy, ...flaw }), JSON.stringify(flaw));
    }
  });

  test('are known by the number after the last #', () => {
    assert.equal(aliasOf('a#b', 5), 'a#b#5');
    assert.equal(aliasId('a#b#5'), 5);
    for (const none of ['a', 'a#', 'a#x', 'a#5 ', '#99999999999']) assert.equal(aliasId(none), undefined);
  });
});
