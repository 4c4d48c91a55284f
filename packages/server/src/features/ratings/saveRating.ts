import { HordeError } from '@openhorde/contract';
import {
  type Cents,
  isChallengeDue,
  isRatingTooMuch,
  judgeRating,
  type RatingCounts,
  ratingReward,
} from '@openhorde/rules';
import { mint, post } from '../../core/kudos/index.ts';
import type { Batch, CommandKind, Outcome } from '../../platform/commits.ts';
import type { Rater } from './rater.ts';
import { lockRater, saveRater } from './raterRecords.ts';

/** A rating of an image that was handed out. */
export interface Rating {
  /** Names the call. */
  callId: string;
  imageId: string;
  rater: Rater;
  rating: number;
  artifacts: number;
  viewingMs: number | undefined;
  clientAgent: string;
  atMs: number;
}

const IMAGE = `
  SELECT i.known_rating, i.known_artifacts, i.ratings, i.rating_sum, h.handed_at, a.call_id, a.counted
  FROM rating_images i
  LEFT JOIN rating_handouts h ON h.image_id = i.id AND h.rater = $2
  LEFT JOIN rating_answers a ON a.image_id = i.id AND a.rater = $2
  WHERE i.id = $1 FOR UPDATE OF i`;
const COUNTS = `
  SELECT count(*) FILTER (WHERE rater = $1 AND answered_at > $3)::int AS rater_minute,
         count(*) FILTER (WHERE rater = $1)::int AS rater_day,
         count(*) FILTER (WHERE address_hash = $2 AND answered_at > $3)::int AS address_minute,
         count(*) FILTER (WHERE address_hash = $2)::int AS address_day
  FROM rating_answers WHERE (rater = $1 OR address_hash = $2) AND request_id IS NULL AND answered_at > $4`;
const ADD_ANSWER = `
  INSERT INTO rating_answers (call_id, image_id, rater, address_hash, rating, artifacts, viewing_ms, counted, client_agent, answered_at)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`;
const COUNT_ANSWER =
  'UPDATE rating_images SET ratings = ratings + 1, rating_sum = rating_sum + $2::int WHERE id = $1';
const TAKE_BACK = 'DELETE FROM rating_handouts WHERE rater = $1 AND image_id = $2';

interface ImageRow extends Record<string, unknown> {
  known_rating: number | null;
  known_artifacts: number | null;
  ratings: number;
  rating_sum: number;
  handed_at: Date | null;
  /** Of the rater's answer, where there is one. */
  call_id: string | null;
  counted: boolean | null;
}

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;

/**
 * Writes a rating down, judges it and pays it, in one transaction; everything that may refuse it is looked at while the
 * rater and the image are locked.
 * @returns what was paid, in cents
 */
export const saveRatings: CommandKind<Rating, Cents> = {
  name: 'rate-image',
  async run(batch, ratings) {
    const outcomes: Outcome<Cents>[] = [];
    for (const rating of ratings) outcomes.push(await saveRating(batch, rating));
    return outcomes;
  },
};

async function saveRating(batch: Batch, given: Rating): Promise<Outcome<Cents>> {
  const { client, again } = batch;
  const { imageId, rater, rating, artifacts, atMs } = given;
  const { record, lastAnsweredAtMs } = await lockRater(client, rater.name);
  const { rows } = await client.query<ImageRow>(IMAGE, [imageId, rater.name]);
  const [image] = rows;
  if (!image) return { failure: new HordeError('RatingImageNotFound') };
  if (again && image.call_id === given.callId) return { value: ratingReward(image.counted === true, rater) };
  const { account, address } = await readCounts(batch, given);
  if (isRatingTooMuch(account, address)) return { failure: new HordeError('TooManyRatings') };
  if (isChallengeDue(record, rater.trusted)) return { failure: new HordeError('RatingChallengeDue') };
  if (image.call_id !== null) return { failure: new HordeError('RatingAlreadyExists') };
  if (!image.handed_at) return { failure: new HordeError('RatingNotHandedOut') };
  const tookMs = atMs - Math.max(image.handed_at.getTime(), lastAnsweredAtMs);
  const known = {
    rating: image.known_rating ?? undefined,
    artifacts: image.known_artifacts ?? undefined,
    ratings: image.ratings,
    ratingSum: image.rating_sum,
  };
  const judged = judgeRating(record, { ...given, tookMs }, known, rater);
  await client.query(ADD_ANSWER, [
    given.callId,
    imageId,
    rater.name,
    rater.addressHash,
    rating,
    artifacts,
    given.viewingMs ?? null,
    judged.counted,
    given.clientAgent,
    new Date(atMs),
  ]);
  if (judged.counted) await client.query(COUNT_ANSWER, [imageId, rating]);
  await client.query(TAKE_BACK, [rater.name, imageId]);
  await saveRater(client, rater.name, judged.rater, atMs);
  if (judged.rewardCents > 0) {
    post(batch, {
      // An image brings its rater kudos once, whatever happens.
      id: `rating:${imageId}:${rater.name}`,
      kind: 'rating',
      movements: mint(`user:${rater.userId}`, judged.rewardCents, 'rating', 'awarded'),
    });
  }
  return { value: judged.rewardCents };
}

async function readCounts(
  { client }: Batch,
  { rater, atMs }: Rating,
): Promise<{ account: RatingCounts; address: RatingCounts }> {
  const { rows } = await client.query<{
    rater_minute: number;
    rater_day: number;
    address_minute: number;
    address_day: number;
  }>(COUNTS, [rater.name, rater.addressHash, new Date(atMs - MINUTE_MS), new Date(atMs - DAY_MS)]);
  const counts = rows[0]!;
  return {
    account: { minute: counts.rater_minute, day: counts.rater_day },
    address: { minute: counts.address_minute, day: counts.address_day },
  };
}
