import { NEW_RATER, type RaterRecord } from '@openhorde/rules';
import type { Executor } from '../../platform/db.ts';
import type { Platform } from '../../platform/platform.ts';

interface Row extends Record<string, unknown> {
  record: Partial<RaterRecord>;
  last_answered_at: Date | null;
}

const ADD = "INSERT INTO rating_raters (rater, record) VALUES ($1, '{}') ON CONFLICT DO NOTHING";
const READ = 'SELECT record, last_answered_at FROM rating_raters WHERE rater = $1';

/** What is remembered of a rater; of an unknown one, what is remembered of everybody at first. */
export async function readRater(
  on: Executor,
  rater: string,
): Promise<{ record: RaterRecord; lastAnsweredAtMs: number }> {
  const { rows } = await on.query<Row>(READ, [rater]);
  return recordOf(rows[0]);
}

/** As `readRater`, but the record is locked until the transaction ends. */
export async function lockRater(
  on: Executor,
  rater: string,
): Promise<{ record: RaterRecord; lastAnsweredAtMs: number }> {
  await on.query(ADD, [rater]);
  const { rows } = await on.query<Row>(`${READ} FOR UPDATE`, [rater]);
  return recordOf(rows[0]);
}

export async function saveRater(
  on: Executor,
  rater: string,
  record: RaterRecord,
  lastAnsweredAtMs: number,
): Promise<void> {
  await on.query('UPDATE rating_raters SET record = $2, last_answered_at = $3 WHERE rater = $1', [
    rater,
    JSON.stringify(record),
    lastAnsweredAtMs > 0 ? new Date(lastAnsweredAtMs) : null,
  ]);
}

const NOBODY_LIFE_MS = 30 * 24 * 3_600_000;

/** Addresses without an account that have not rated for a month are forgotten. */
export async function pruneRaters({ db, world }: Pick<Platform, 'db' | 'world'>): Promise<void> {
  await db.query(
    `DELETE FROM rating_raters WHERE rater LIKE 'address:%'
       AND coalesce(last_answered_at, challenge_expires_at, 'epoch') < $1`,
    [new Date(world.now() - NOBODY_LIFE_MS)],
  );
}

function recordOf(row: Row | undefined): { record: RaterRecord; lastAnsweredAtMs: number } {
  return {
    record: { ...NEW_RATER, ...row?.record },
    lastAnsweredAtMs: row?.last_answered_at?.getTime() ?? 0,
  };
}
