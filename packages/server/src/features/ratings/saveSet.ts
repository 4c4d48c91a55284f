import { HordeError } from '@openhorde/contract';
import { type Cents, cappedReward, type RatedSet } from '@openhorde/rules';
import { mint, post } from '../../core/kudos/index.ts';
import type { Batch, CommandKind, Outcome } from '../../platform/commits.ts';
import { userRater } from './rater.ts';

/** Ratings of a request, by any caller that knows its id, in the name of its requester. */
export interface SetRating {
  /** Names the call. */
  callId: string;
  requestId: string;
  requesterId: number;
  imageIds: readonly string[];
  rated: RatedSet;
  /** What the request has cost. */
  consumedCents: Cents;
  addressHash: string;
  clientAgent: string;
  atMs: number;
}

const ADD_SET =
  'INSERT INTO rating_sets (request_id, image_ids) VALUES ($1, $2::uuid[]) ON CONFLICT DO NOTHING';
const LOCK_SET =
  'SELECT best, paid::float8 AS paid, call_id, call_paid::float8 AS call_paid FROM rating_sets WHERE request_id = $1 FOR UPDATE';
const ANSWERED = `
  SELECT image_id FROM rating_answers
  WHERE image_id = ANY($1::uuid[]) AND rater = $2 AND rating IS NOT NULL`;
const ADD_ANSWERS = `
  INSERT INTO rating_answers (call_id, image_id, request_id, rater, address_hash, rating, artifacts, counted, client_agent, answered_at)
  SELECT $1, a.image_id, $2, $3, $4, a.rating, a.artifacts, true, $5, $6
  FROM unnest($7::uuid[], $8::smallint[], $9::smallint[]) AS a (image_id, rating, artifacts)
  ON CONFLICT (image_id, rater) DO UPDATE
  SET call_id = EXCLUDED.call_id, rating = EXCLUDED.rating, artifacts = EXCLUDED.artifacts, answered_at = EXCLUDED.answered_at
  WHERE rating_answers.rating IS NULL`;
const SAVE_SET = `
  UPDATE rating_sets
  SET best = coalesce(best, $2), paid = paid + $3 / 100.0, call_id = $4, call_paid = $3 / 100.0
  WHERE request_id = $1`;

interface SetRow extends Record<string, unknown> {
  best: string | null;
  paid: number;
  call_id: string | null;
  call_paid: number | null;
}

/**
 * Writes ratings of a request down and pays its requester, in one transaction. Each image is rated once, and the best of a
 * set is named once: what was said already fails with AestheticsAlreadyExist.
 * @returns what was paid, in cents
 */
export const saveSets: CommandKind<SetRating, Cents> = {
  name: 'rate-set',
  async run(batch, sets) {
    const outcomes: Outcome<Cents>[] = [];
    for (const set of sets) outcomes.push(await saveSet(batch, set));
    return outcomes;
  },
};

async function saveSet(batch: Batch, set: SetRating): Promise<Outcome<Cents>> {
  const { client, again } = batch;
  const { callId, requestId, rated, imageIds } = set;
  const rater = userRater(set.requesterId);
  await client.query(ADD_SET, [requestId, imageIds]);
  const { rows } = await client.query<SetRow>(LOCK_SET, [requestId]);
  const before = rows[0]!;
  if (again && before.call_id === callId) return { value: Math.round((before.call_paid ?? 0) * 100) };
  const ratedIds = rated.ratings.map(({ id }) => id);
  const answered = await client.query(ANSWERED, [ratedIds, rater]);
  const bestAgain = rated.ratings.length === 0 && before.best !== null;
  if (bestAgain || answered.rows.length > 0) return { failure: new HordeError('AestheticsAlreadyExist') };
  // The best image stands among the answers even without a rating.
  const extra = rated.best !== undefined && !ratedIds.includes(rated.best) ? [rated.best] : [];
  await client.query(ADD_ANSWERS, [
    callId,
    requestId,
    rater,
    set.addressHash,
    set.clientAgent,
    new Date(set.atMs),
    [...ratedIds, ...extra],
    [...rated.ratings.map(({ rating }) => rating), ...extra.map(() => null)],
    [...rated.ratings.map(({ artifacts }) => artifacts ?? null), ...extra.map(() => null)],
  ]);
  const cents = cappedReward(rated.rewardCents, set.consumedCents, Math.round(before.paid * 100));
  await client.query(SAVE_SET, [requestId, rated.best ?? null, cents, callId]);
  if (cents > 0) {
    post(batch, {
      id: `rating:${requestId}:${callId}`,
      kind: 'rating',
      movements: mint(`user:${set.requesterId}`, cents, 'rating', 'awarded'),
    });
  }
  return { value: cents };
}
