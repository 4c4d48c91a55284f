import { createHash } from 'node:crypto';
import { HordeError, isUuid, type RatingChallenge } from '@openhorde/contract';
import { afterChallenge, challengeDifficulty, leadingZeroBits } from '@openhorde/rules';
import type { Platform } from '../../platform/platform.ts';
import type { Rater } from './rater.ts';
import { lockRater, saveRater } from './raterRecords.ts';

/**
 * Proof of work: a rater asks for a challenge and looks for a text whose hash together with it begins with enough zero bits.
 * Each has one open challenge at a time; it is good once and for a while, and an answer, right or wrong, uses it up, so that
 * nothing can be worked out ahead, shared or tried twice.
 */

const LIFE_SECONDS = 300;

const OPEN = `
  UPDATE rating_raters SET challenge_id = $2, challenge_difficulty = $3, challenge_expires_at = $4 WHERE rater = $1`;
const USE_UP = `
  UPDATE rating_raters r SET challenge_id = NULL
  FROM (SELECT rater, challenge_difficulty, challenge_expires_at FROM rating_raters WHERE rater = $1 AND challenge_id = $2) c
  WHERE r.rater = c.rater RETURNING c.challenge_difficulty AS difficulty, c.challenge_expires_at AS expires_at`;
const FAILED = 'UPDATE rating_raters SET challenges_failed = challenges_failed + 1 WHERE rater = $1';

export function openChallenge(
  { db, world }: Pick<Platform, 'db' | 'world'>,
  { name }: Rater,
): Promise<RatingChallenge> {
  return db.transaction(async transaction => {
    const { record } = await lockRater(transaction, name);
    const id = world.uuid();
    const difficulty = challengeDifficulty(record);
    await transaction.query(OPEN, [name, id, difficulty, new Date(world.now() + LIFE_SECONDS * 1000)]);
    return { id, algorithm: 'sha256', difficulty, expires_in: LIFE_SECONDS };
  });
}

/** @throws HordeError RatingChallengeFailed: wrong, too late, used, or another rater's */
export async function solveChallenge(
  { db, world }: Pick<Platform, 'db' | 'world'>,
  { name }: Rater,
  { id, solution }: { id: string; solution: string },
): Promise<void> {
  const solved = await db.transaction(async transaction => {
    const { record, lastAnsweredAtMs } = await lockRater(transaction, name);
    const { rows } = await transaction.query<{ difficulty: number; expires_at: Date }>(USE_UP, [
      name,
      isUuid(id) ? id : null,
    ]);
    const [challenge] = rows;
    const inTime = challenge !== undefined && challenge.expires_at.getTime() > world.now();
    if (inTime && workOf(id, solution) >= challenge.difficulty) {
      await saveRater(transaction, name, afterChallenge(record), lastAnsweredAtMs);
      return true;
    }
    await transaction.query(FAILED, [name]);
    return false;
  });
  if (!solved) throw new HordeError('RatingChallengeFailed');
}

/** Zero bits that the hash of a solution begins with. */
export const workOf = (id: string, solution: string): number =>
  leadingZeroBits(createHash('sha256').update(`${id}:${solution}`).digest());
