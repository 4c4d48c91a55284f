/** Ratings that a requester gives the images of a request (http-api-image §7, rules-storage-stats §6.1). */
import type { ReturnCode } from '@openhorde/contract';
import type { Cents } from '../shared/cents.ts';

export interface ImageRating {
  id: string;
  /** 1 the worst, 10 the best. */
  rating: number;
  /** 0 none to 5 ruined; undefined: not rated. */
  artifacts?: number;
}

export interface OwnRatings {
  ratings?: readonly ImageRating[];
  /** The best image of the set. */
  best?: string;
}

/** What ratings come to. */
export interface RatedSet {
  ratings: readonly ImageRating[];
  /** The best image, as named or as the ratings say; undefined: they leave it open. */
  best: string | undefined;
  /** Before the cap by what the request has cost. */
  rewardCents: Cents;
}

const RATING_CENTS = 500;
const ARTIFACTS_CENTS = 500;
const BEST_OF_CENTS = 1500;
/** A single rating from here on says that its image is the best of the set. */
const GOOD_RATING = 7;

/**
 * Judges ratings of a set.
 * @param ids the delivered images of the request
 * @returns the first reason to refuse them, or what they come to
 */
export function judgeOwnRatings(
  { ratings = [], best }: OwnRatings,
  ids: readonly string[],
): ReturnCode | RatedSet {
  const seen = new Set<string>();
  for (const { id } of ratings) {
    if (!ids.includes(id)) return 'ProcGenNotFound';
    if (seen.has(id)) return 'AestheticsDuplicate';
    seen.add(id);
  }
  if (best !== undefined && !ids.includes(best)) return 'ProcGenNotFound';
  if (ratings.length === 0 && best === undefined) return 'AestheticsMissing';
  if (ratings.length === 0 && ids.length === 1) return 'AestheticsSolo';
  const top = topRated(ratings);
  if (top.length > 1 && best !== undefined && !top.includes(best)) return 'AestheticsConfused';
  return {
    ratings,
    best: bestOf(ratings, top, best, ids.length),
    rewardCents: rewardOf(ratings, best, ids.length),
  };
}

/** The images with the highest rating. */
function topRated(ratings: readonly ImageRating[]): string[] {
  const highest = Math.max(0, ...ratings.map(({ rating }) => rating));
  return ratings.filter(({ rating }) => rating === highest).map(({ id }) => id);
}

function bestOf(
  ratings: readonly ImageRating[],
  top: readonly string[],
  named: string | undefined,
  images: number,
): string | undefined {
  if (images < 2) return undefined;
  const [single] = ratings;
  if (ratings.length === 1) return named ?? (single!.rating >= GOOD_RATING ? single!.id : undefined);
  return top.length === 1 ? top[0] : named;
}

function rewardOf(ratings: readonly ImageRating[], named: string | undefined, images: number): Cents {
  if (ratings.length === 0) return BEST_OF_CENTS;
  const artifacts = ratings.filter(rating => rating.artifacts !== undefined).length;
  const [single] = ratings;
  const bestOfOthers =
    ratings.length === 1 && images > 1 && single!.rating < GOOD_RATING && named !== undefined;
  return ratings.length * RATING_CENTS + artifacts * ARTIFACTS_CENTS + (bestOfOthers ? BEST_OF_CENTS : 0);
}

/**
 * What is paid of a reward. All ratings of a request together bring less than it has cost: where they would not, one kudos
 * less.
 * @param consumedCents what the request has cost
 * @param paidCents what its earlier ratings brought
 */
export function cappedReward(rewardCents: Cents, consumedCents: Cents, paidCents: Cents): Cents {
  if (paidCents + rewardCents < consumedCents) return rewardCents;
  return Math.max(0, consumedCents - 100 - paidCents);
}
