import type { RaterDetails } from '@openhorde/contract';
import { standingOf } from '@openhorde/rules';
import type { Platform } from '../../platform/platform.ts';
import { userRater } from './rater.ts';
import { readRater } from './raterRecords.ts';

const HOUR_MS = 3_600_000;

/** How an account rates, for moderators. */
export async function raterDetails(
  { db, world }: Pick<Platform, 'db' | 'world'>,
  userId: number,
): Promise<RaterDetails> {
  const rater = userRater(userId);
  const { record } = await readRater(db, rater);
  const { rows } = await db.query<{ all: number; hour: number; failed: number }>(
    `SELECT count(*)::int AS all, count(*) FILTER (WHERE answered_at > $2)::int AS hour,
            (SELECT coalesce(sum(challenges_failed), 0)::int FROM rating_raters WHERE rater = $1) AS failed
     FROM rating_answers WHERE rater = $1 AND request_id IS NULL`,
    [rater, new Date(world.now() - HOUR_MS)],
  );
  const { all, hour, failed } = rows[0]!;
  return {
    ratings: all,
    ratings_past_hour: hour,
    ratings_per_minute_past_hour: hour / 60,
    compared: record.compared,
    suspect_divergences: record.divergences,
    known_images: record.known,
    known_images_failed: record.knownFailed,
    captchas_failed: failed,
    oddities: record.oddities,
    standing: standingOf(record),
  };
}
