import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { namedId } from './alias.ts';
import { allowanceDue, monthLater, patreonKudos, stripeKudos } from './allowance.ts';
import { chargeSharedKey, NO_LIMIT, overLimit, reservedOnKey, sharedKeysMax } from './sharedKeys.ts';
import { isRepeated, isSuspicious, textSpeedLimits } from './suspicion.ts';
import { type TransferParty, type TransferQuestion, transferRefusal } from './transfer.ts';

const UNLIMITED = { maxImagePixels: NO_LIMIT, maxImageSteps: NO_LIMIT, maxTextTokens: NO_LIMIT };

test('a job keeps to the limits of its shared key', () => {
  const limits = { maxImagePixels: 262_144, maxImageSteps: 30, maxTextTokens: 80 };
  assert.equal(overLimit(limits, { pixels: 262_144, steps: 30 }), undefined);
  assert.equal(overLimit(limits, { pixels: 262_145, steps: 1 }), 'maxImagePixels');
  assert.equal(overLimit(limits, { pixels: 1, steps: 31 }), 'maxImageSteps');
  assert.equal(overLimit(limits, { tokens: 80 }), undefined);
  assert.equal(overLimit(limits, { tokens: 81 }), 'maxTextTokens');
  assert.equal(overLimit(UNLIMITED, { pixels: 1e9, steps: 500 }), undefined);
  assert.equal(overLimit({ ...UNLIMITED, maxTextTokens: 0 }, { tokens: 1 }), 'maxTextTokens');
});

test('a shared key is charged down to nothing and no further', () => {
  assert.deepEqual(chargeSharedKey({ leftCents: 500, utilizedCents: 0 }, 200), {
    leftCents: 300,
    utilizedCents: 200,
  });
  assert.deepEqual(chargeSharedKey({ leftCents: 100, utilizedCents: 0 }, 352), {
    leftCents: 0,
    utilizedCents: 352,
  });
  assert.deepEqual(chargeSharedKey({ leftCents: 0, utilizedCents: 352 }, 100), {
    leftCents: 0,
    utilizedCents: 352,
  });
  assert.deepEqual(chargeSharedKey({ leftCents: null, utilizedCents: 1 }, 100), {
    leftCents: null,
    utilizedCents: 101,
  });
});

test('a shared key pays what is left of it', () => {
  assert.equal(reservedOnKey(2000, 2000), 2000);
  assert.equal(reservedOnKey(1999, 2000), undefined);
  assert.equal(reservedOnKey(1999, 2000, 1000), 1999, 'it takes what is there');
  assert.equal(reservedOnKey(0, 2000, 0), undefined);
  assert.equal(
    reservedOnKey(-500, 2000, 0),
    undefined,
    'the owner has lowered the key below what it has promised',
  );
});

test('of its roles the one with the most shared keys counts', () => {
  assert.equal(sharedKeysMax({ trusted: false, education: false }), 3);
  assert.equal(sharedKeysMax({ trusted: true, education: false }), 10);
  assert.equal(sharedKeysMax({ trusted: true, education: true }), 1000);
});

test('an account is named by alias or by number', () => {
  for (const name of ['Ada#7', 'a#b#7', '#7', '7']) assert.equal(namedId(name), 7, name);
  for (const name of ['', 'Ada', 'Ada#', 'Ada#-1', 'Ada#99999999999', '7 ', '1.5'])
    assert.equal(namedId(name), undefined, name);
});

const plain: TransferParty = {
  trusted: false,
  flagged: false,
  education: false,
  deleted: false,
  suspicions: 0,
};
const refusal = (question: Partial<TransferQuestion>) =>
  transferRefusal({ source: plain, target: plain, kudos: 10, justReceived: false, ...question });

test('each reason to refuse a transfer', () => {
  assert.equal(refusal({}), undefined);
  assert.equal(refusal({ justReceived: true }), 'TooFastKudosTransfers');
  assert.equal(refusal({ source: { ...plain, suspicions: 5 } }), 'FaultWhenKudosSending');
  assert.equal(refusal({ source: { ...plain, suspicions: 5, trusted: true } }), undefined);
  assert.equal(refusal({ source: { ...plain, flagged: true } }), 'SourceAccountFlagged');
  assert.equal(refusal({ source: { ...plain, education: true } }), 'EducationCannotSendKudos');
  assert.equal(refusal({ target: { ...plain, suspicions: 5 } }), 'FaultWhenKudosReceiving');
  assert.equal(refusal({ target: { ...plain, flagged: true } }), 'TargetAccountFlagged');
  assert.equal(refusal({ target: { ...plain, deleted: true } }), 'DeletedUser');
  assert.equal(refusal({ source: { ...plain, deleted: true } }), 'DeletedUser');
  assert.equal(refusal({ kudos: -1 }), 'NegativeKudosTransfer');
  assert.equal(refusal({ kudos: 0 }), 'InvalidKudosTransferAmount');
});

test('of several reasons the first of the wire is told', () => {
  const bad: TransferParty = { trusted: false, flagged: true, education: true, deleted: true, suspicions: 9 };
  assert.equal(refusal({ source: bad, target: bad, kudos: 0, justReceived: true }), 'TooFastKudosTransfers');
  assert.equal(refusal({ source: bad, target: bad, kudos: 0 }), 'FaultWhenKudosSending');
  assert.equal(refusal({ source: { ...bad, suspicions: 0 }, target: bad, kudos: 0 }), 'SourceAccountFlagged');
  assert.equal(refusal({ target: bad, kudos: 0 }), 'FaultWhenKudosReceiving');
  assert.equal(refusal({ target: { ...bad, suspicions: 0 }, kudos: 0 }), 'TargetAccountFlagged');
});

test('trusted accounts are never suspicious', () => {
  assert.ok(isSuspicious({ suspicions: 5, trusted: false }));
  assert.ok(!isSuspicious({ suspicions: 4, trusted: false }));
  assert.ok(!isSuspicious({ suspicions: 50, trusted: true }));
});

test('what counts each time, and what once', () => {
  assert.ok(isRepeated('UNREASONABLY_FAST') && isRepeated('TOO_MANY_JOBS_ABORTED'));
  assert.ok(!isRepeated('UNSAFE_IP') && !isRepeated('CORRUPT_PROMPT'));
});

test('an untrusted text worker is measured by the size of its model as well', () => {
  const limits = (billions: number | undefined, model = 'x', ownerTrusted = false) =>
    textSpeedLimits({ ownerTrusted, model, billions });
  assert.deepEqual(limits(70), [150, 30]);
  assert.deepEqual(limits(14), [150, 100]);
  assert.deepEqual(limits(3), [150, 150]);
  assert.deepEqual(limits(46, '8x7B'), [150, 300]);
  assert.deepEqual(limits(undefined), [150]);
  assert.deepEqual(limits(70, 'x', true), [150]);
});

test('what patrons and subscribers get each month', () => {
  const told = [0, 3.9, 9, 10, 11, 24, 25, 50, 100, 102, 108, 109, -5].map(patreonKudos);
  assert.deepEqual(
    told,
    [0, 30_000, 90_000, 150_000, 0, 600_000, 900_000, 1_500_000, 1_500_000, 150_000, 150_000, 0, 0],
  );
  assert.equal(stripeKudos('Recognised'), 75_000);
  assert.equal(stripeKudos('nothing'), undefined);
});

const at = (text: string) => Date.parse(`${text}T12:34:56Z`);

test('a month later is the same day, or the last one of a shorter month', () => {
  assert.equal(monthLater(at('2026-11-15')), at('2026-12-15'));
  assert.equal(monthLater(at('2026-12-31')), at('2027-01-31'));
  assert.equal(monthLater(at('2026-01-31')), at('2026-02-28'));
  assert.equal(monthLater(at('2028-01-30')), at('2028-02-29'));
});

test('an allowance comes at once, then once a month, on the day of the first', () => {
  assert.equal(allowanceDue(null, at('2026-11-15')), at('2026-11-15'));
  assert.equal(allowanceDue(at('2026-11-15'), at('2026-12-15')), undefined);
  assert.equal(allowanceDue(at('2026-11-15'), at('2026-12-15') + 1), at('2026-12-15'));
  // A horde that was away for months pays them one run after the other.
  assert.equal(allowanceDue(at('2026-01-15'), at('2026-11-20')), at('2026-02-15'));
});

test('the months of an allowance are 28 to 31 days apart', () => {
  fc.assert(
    fc.property(
      fc.date({ min: new Date('2000-01-01'), max: new Date('2100-01-01'), noInvalidDate: true }),
      date => {
        const days = (monthLater(date.getTime()) - date.getTime()) / 86_400_000;
        assert.ok(days >= 28 && days <= 31);
      },
    ),
  );
});
