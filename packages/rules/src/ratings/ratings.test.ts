import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { cappedReward, judgeOwnRatings, type OwnRatings, type RatedSet } from './ownRatings.ts';
import { leadingZeroBits } from './proofOfWork.ts';
import {
  afterChallenge,
  challengeDifficulty,
  isChallengeDue,
  isRatingTooMuch,
  judgeRating,
  NEW_RATER,
  type RaterRecord,
  standingOf,
} from './raters.ts';

const IDS = ['a', 'b', 'c'];
const judge = (given: OwnRatings, ids = IDS) => judgeOwnRatings(given, ids);
const rate = (id: string, rating: number, artifacts?: number) => ({
  id,
  rating,
  ...(artifacts !== undefined && { artifacts }),
});

describe('ratings of a request of one’s own', () => {
  const refusals: [string, OwnRatings, string[], string][] = [
    ['an image of another request', { ratings: [rate('x', 5)] }, IDS, 'ProcGenNotFound'],
    [
      'a stranger before a duplicate',
      { ratings: [rate('a', 5), rate('x', 5), rate('a', 5)] },
      IDS,
      'ProcGenNotFound',
    ],
    ['an image twice', { ratings: [rate('a', 5), rate('a', 6)], best: 'x' }, IDS, 'AestheticsDuplicate'],
    ['a best image of another request', { ratings: [rate('a', 5)], best: 'x' }, IDS, 'ProcGenNotFound'],
    ['nothing', {}, IDS, 'AestheticsMissing'],
    ['an empty list', { ratings: [] }, IDS, 'AestheticsMissing'],
    ['the best of one', { best: 'a' }, ['a'], 'AestheticsSolo'],
    [
      'a best image beside two that are rated highest',
      { ratings: [rate('a', 9), rate('b', 9), rate('c', 3)], best: 'c' },
      IDS,
      'AestheticsConfused',
    ],
  ];
  for (const [what, given, ids, rc] of refusals)
    test(`${what} is refused`, () => assert.equal(judge(given, ids), rc));

  const accepted: [string, OwnRatings, string[], number, string | undefined][] = [
    ['a rating brings 5', { ratings: [rate('a', 5)] }, ['a'], 5, undefined],
    ['flaws bring 5 more', { ratings: [rate('a', 5, 0), rate('b', 6)] }, IDS, 15, 'b'],
    ['the best of several brings 15', { best: 'b' }, IDS, 15, 'b'],
    [
      'a single poor rating with a best image brings 15 more',
      { ratings: [rate('a', 6)], best: 'b' },
      IDS,
      20,
      'b',
    ],
    ['a single good rating is the best image', { ratings: [rate('a', 7)] }, IDS, 5, 'a'],
    ['… unless another is named', { ratings: [rate('a', 7)], best: 'b' }, IDS, 5, 'b'],
    ['a single poor rating leaves the best open', { ratings: [rate('a', 6)] }, IDS, 5, undefined],
    ['the one rated highest is the best', { ratings: [rate('a', 3), rate('b', 8)], best: 'a' }, IDS, 10, 'b'],
    [
      'of several rated highest the named one',
      { ratings: [rate('a', 8), rate('b', 8)], best: 'b' },
      IDS,
      10,
      'b',
    ],
    ['… or none', { ratings: [rate('a', 8), rate('b', 8)] }, IDS, 10, undefined],
  ];
  for (const [what, given, ids, kudos, best] of accepted) {
    test(what, () => {
      const rated = judge(given, ids) as RatedSet;
      assert.deepEqual([rated.rewardCents, rated.best], [kudos * 100, best]);
    });
  }

  test('all ratings of a request bring less than it has cost, and never less than nothing', () => {
    assert.equal(cappedReward(500, 1000, 0), 500);
    assert.equal(cappedReward(1500, 1000, 0), 900);
    assert.equal(cappedReward(500, 1000, 600), 300);
    assert.equal(cappedReward(500, 50, 0), 0);
    const amount = fc.integer({ min: 0, max: 100_000 });
    fc.assert(
      fc.property(fc.array(amount, { maxLength: 5 }), amount, (rewards, consumed) => {
        let paid = 0;
        for (const reward of rewards) paid += cappedReward(reward, consumed, paid);
        assert.ok(paid >= 0 && (paid === 0 || paid < consumed));
      }),
    );
  });
});

describe('raters', () => {
  const UNKNOWN = { rating: undefined, artifacts: undefined, ratings: 0, ratingSum: 0 };
  const WHO = { anonymous: false, flagged: false };
  const GIVEN = { rating: 6, artifacts: 1, tookMs: 3000, viewingMs: undefined };
  const record = (more: Partial<RaterRecord>) => ({ ...NEW_RATER, ...more });

  test('a rating counts and earns; one of the anonymous user, or of a flagged account, earns nothing', () => {
    assert.deepEqual(
      [WHO, { ...WHO, anonymous: true }, { ...WHO, flagged: true }].map(who => {
        const { counted, rewardCents } = judgeRating(NEW_RATER, GIVEN, UNKNOWN, who);
        return [counted, rewardCents];
      }),
      [
        [true, 500],
        [true, 0],
        [true, 0],
      ],
    );
  });

  test('a rating without a look at the image is odd, counts for nothing and earns nothing', () => {
    for (const given of [
      { ...GIVEN, tookMs: 200 },
      { ...GIVEN, viewingMs: 100 },
    ]) {
      const { rater, counted, rewardCents } = judgeRating(NEW_RATER, given, UNKNOWN, WHO);
      assert.deepEqual([rater.oddities, counted, rewardCents], [1, false, 0]);
    }
  });

  test('the same answer again and again is odd from the twelfth on', () => {
    let rater = NEW_RATER;
    for (let i = 0; i < 12; i++) ({ rater } = judgeRating(rater, GIVEN, UNKNOWN, WHO));
    assert.equal(rater.oddities, 1);
    ({ rater } = judgeRating(rater, { ...GIVEN, rating: 7 }, UNKNOWN, WHO));
    assert.deepEqual([rater.oddities, rater.sameInRow], [1, 1]);
  });

  test('an image with a known answer shows who does not look; a few of them, and nothing counts', () => {
    const known = { ...UNKNOWN, rating: 2, artifacts: 5 };
    const near = judgeRating(NEW_RATER, { ...GIVEN, rating: 4, artifacts: 4 }, known, WHO);
    assert.deepEqual([near.rater.known, near.rater.knownFailed, near.counted], [1, 0, true]);
    let far = judgeRating(NEW_RATER, GIVEN, known, WHO);
    assert.deepEqual([far.rater.knownFailed, far.rewardCents], [1, 0]);
    for (let i = 0; i < 2; i++) far = judgeRating(far.rater, GIVEN, known, WHO);
    assert.equal(standingOf(far.rater), 'distrusted');
    assert.equal(judgeRating(far.rater, GIVEN, UNKNOWN, WHO).counted, false);
  });

  test('a rater who never agrees with the others is distrusted', () => {
    const others = { ...UNKNOWN, ratings: 5, ratingSum: 50 };
    let rater = NEW_RATER;
    for (let i = 0; i < 20; i++) {
      ({ rater } = judgeRating(rater, { ...GIVEN, rating: 1 + (i % 3) }, others, WHO));
      if (i < 18) assert.equal(standingOf(rater), 'good');
    }
    assert.deepEqual([rater.divergences, standingOf(rater)], [20, 'distrusted']);
    assert.equal(judgeRating(NEW_RATER, GIVEN, { ...others, ratings: 4 }, WHO).rater.compared, 0);
  });

  test('a challenge is due after some ratings, later for trusted accounts, and after odd ones for all', () => {
    assert.equal(isChallengeDue(record({ sinceChallenge: 49 }), false), false);
    assert.equal(isChallengeDue(record({ sinceChallenge: 50 }), false), true);
    assert.equal(isChallengeDue(record({ sinceChallenge: 50 }), true), false);
    assert.equal(isChallengeDue(record({ sinceChallenge: 200 }), true), true);
    assert.equal(isChallengeDue(record({ oddities: 3 }), true), true);
    assert.equal(isChallengeDue(afterChallenge(record({ oddities: 3, sinceChallenge: 60 })), false), false);
    assert.equal(isChallengeDue(record({ sinceChallenge: 20, known: 4, knownFailed: 1 }), true), true);
  });

  test('the worse a rater, the more work', () => {
    const works = [NEW_RATER, record({ known: 4, knownFailed: 1 }), record({ known: 4, knownFailed: 4 })].map(
      challengeDifficulty,
    );
    assert.deepEqual(works, [15, 18, 21]);
  });

  test('limits hold for an account and for its address', () => {
    const none = { minute: 0, day: 0 };
    assert.equal(isRatingTooMuch(none, none), false);
    assert.equal(isRatingTooMuch({ minute: 30, day: 30 }, none), true);
    assert.equal(isRatingTooMuch({ minute: 0, day: 2000 }, none), true);
    assert.equal(isRatingTooMuch(none, { minute: 60, day: 60 }), true);
    assert.equal(isRatingTooMuch(none, { minute: 0, day: 5000 }), true);
  });

  test('zero bits are counted from the first one on', () => {
    assert.deepEqual(
      [[0x80], [0x40], [0, 1], [0, 0, 0], []].map(bytes => leadingZeroBits(Uint8Array.from(bytes))),
      [0, 1, 15, 24, 0],
    );
  });
});
