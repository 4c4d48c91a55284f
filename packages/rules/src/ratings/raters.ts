/**
 * How much the ratings of an account are worth, which accounts must prove that they are no bots, and what a
 * rating earns (rules-storage-stats §6.2, clients §7). Bots rate at random, fast and for kudos; so ratings count by
 * what bots cannot do: know the answer of an image whose quality is beyond doubt, agree with others, and take their time.
 */
import type { Cents } from '../shared/cents.ts';

/** What is remembered of a rater. */
export interface RaterRecord {
  /** Ratings since the last solved challenge. */
  sinceChallenge: number;
  /** Odd ratings since the last solved challenge. */
  oddities: number;
  /** Images with a known answer that were rated, and those that were rated far from it. */
  known: number;
  knownFailed: number;
  /** Images that enough others had rated, and those that were rated far from their mean. */
  compared: number;
  divergences: number;
  /** How often the last answer was given in a row. */
  sameInRow: number;
  lastRating: number | undefined;
  lastArtifacts: number | undefined;
}

export const NEW_RATER: RaterRecord = {
  sinceChallenge: 0,
  oddities: 0,
  known: 0,
  knownFailed: 0,
  compared: 0,
  divergences: 0,
  sameInRow: 0,
  lastRating: undefined,
  lastArtifacts: undefined,
};

/** good; watched: challenged more often; distrusted: their ratings count for nothing and earn nothing. */
export type Standing = 'good' | 'watched' | 'distrusted';

const KNOWN_MIN = 3;
const COMPARED_MIN = 20;

export function standingOf({ known, knownFailed, compared, divergences }: RaterRecord): Standing {
  const failedShare = known >= KNOWN_MIN ? knownFailed / known : 0;
  const divergedShare = compared >= COMPARED_MIN ? divergences / compared : 0;
  if (failedShare > 0.4 || divergedShare > 0.6) return 'distrusted';
  return failedShare > 0.2 || divergedShare > 0.35 ? 'watched' : 'good';
}

const RATINGS_PER_CHALLENGE: Record<Standing, number> = { good: 50, watched: 20, distrusted: 10 };
const TRUSTED_FACTOR = 4;
/** So many odd ratings since the last challenge call for another one. */
const ODDITIES_MAX = 3;

/** Whether a challenge has to be solved before the next rating. */
export function isChallengeDue(rater: RaterRecord, trusted: boolean): boolean {
  const standing = standingOf(rater);
  const most = RATINGS_PER_CHALLENGE[standing] * (trusted && standing === 'good' ? TRUSTED_FACTOR : 1);
  return rater.sinceChallenge >= most || rater.oddities >= ODDITIES_MAX;
}

/** Zero bits that a solution needs: some 0.1 s of one core at 15, and twice that with each bit. */
export function challengeDifficulty(rater: RaterRecord): number {
  return { good: 15, watched: 18, distrusted: 21 }[standingOf(rater)];
}

/** A rating of an image that was handed out. */
export interface GivenRating {
  rating: number;
  artifacts: number;
  /** Milliseconds since the image was handed out or the last rating was given, whichever is later. */
  tookMs: number;
  /** How long the image was looked at, where the client says so. */
  viewingMs: number | undefined;
}

/** What is known of an image. */
export interface KnownImage {
  /** The answer that is beyond doubt; undefined: there is none. */
  rating: number | undefined;
  artifacts: number | undefined;
  /** Ratings of others that count, and their sum. */
  ratings: number;
  ratingSum: number;
}

/** No person looks at an image and sets two scales in less. */
const LOOK_MS = 800;
const SAME_IN_ROW_MAX = 12;
const KNOWN_RATING_DISTANCE = 3;
const KNOWN_ARTIFACTS_DISTANCE = 2;
const OTHERS_MIN = 5;
const OTHERS_DISTANCE = 3.5;

/** Kudos for a rating. */
const REWARD_CENTS = 500;

export interface RaterAccount {
  anonymous: boolean;
  flagged: boolean;
}

export interface JudgedRating {
  rater: RaterRecord;
  /** The answer goes into the mean of its image. */
  counted: boolean;
  rewardCents: Cents;
}

/** What a rating means for its rater and its image. */
export function judgeRating(
  before: RaterRecord,
  given: GivenRating,
  image: KnownImage,
  who: RaterAccount,
): JudgedRating {
  const { rating, artifacts, tookMs, viewingMs } = given;
  const hasty = tookMs < LOOK_MS || (viewingMs !== undefined && viewingMs < LOOK_MS);
  const same = rating === before.lastRating && artifacts === before.lastArtifacts;
  const sameInRow = same ? before.sameInRow + 1 : 1;
  const odd = hasty || sameInRow >= SAME_IN_ROW_MAX;
  const isKnown = image.rating !== undefined || image.artifacts !== undefined;
  const failed = isKnown && isFarFromKnown(given, image);
  const isCompared = image.ratings >= OTHERS_MIN;
  const diverges = isCompared && Math.abs(rating - image.ratingSum / image.ratings) > OTHERS_DISTANCE;
  const rater: RaterRecord = {
    sinceChallenge: before.sinceChallenge + 1,
    oddities: before.oddities + (odd ? 1 : 0),
    known: before.known + (isKnown ? 1 : 0),
    knownFailed: before.knownFailed + (failed ? 1 : 0),
    compared: before.compared + (isCompared ? 1 : 0),
    divergences: before.divergences + (diverges ? 1 : 0),
    sameInRow,
    lastRating: rating,
    lastArtifacts: artifacts,
  };
  const counted = !odd && !failed && standingOf(rater) !== 'distrusted';
  return { rater, counted, rewardCents: ratingReward(counted, who) };
}

/** What a rating earns: for the anonymous account and flagged ones nothing. */
export const ratingReward = (counted: boolean, { anonymous, flagged }: RaterAccount): Cents =>
  counted && !anonymous && !flagged ? REWARD_CENTS : 0;

const isFarFromKnown = ({ rating, artifacts }: GivenRating, known: KnownImage): boolean =>
  (known.rating !== undefined && Math.abs(rating - known.rating) > KNOWN_RATING_DISTANCE) ||
  (known.artifacts !== undefined && Math.abs(artifacts - known.artifacts) > KNOWN_ARTIFACTS_DISTANCE);

/** A solved challenge: the count begins anew, the rest of the rater's record stays. */
export const afterChallenge = (rater: RaterRecord): RaterRecord => ({
  ...rater,
  sinceChallenge: 0,
  oddities: 0,
  sameInRow: 0,
});

/** Ratings within a minute and within a day. */
export interface RatingCounts {
  minute: number;
  day: number;
}

const PER_ACCOUNT: RatingCounts = { minute: 30, day: 2000 };
/** Several people may share an address. */
const PER_ADDRESS: RatingCounts = { minute: 60, day: 5000 };

/** Whether an account, or all accounts of its address together, have rated enough. */
export const isRatingTooMuch = (account: RatingCounts, address: RatingCounts): boolean =>
  account.minute >= PER_ACCOUNT.minute ||
  account.day >= PER_ACCOUNT.day ||
  address.minute >= PER_ADDRESS.minute ||
  address.day >= PER_ADDRESS.day;
