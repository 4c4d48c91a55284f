import type { Executor } from '../../platform/db.ts';

/** Something that a moderator, an administrator or the operator did. */
export interface Deed {
  /** Null, or no number of an account: the operator, by the command line. */
  actorId: number | null;
  /** Family and deed, such as `worker.pause`. */
  action: string;
  /** What it was done to, such as `user:5`; absent: the horde. */
  subject?: string;
  /** The fields of the deed, as they were sent. Nothing secret. */
  detail?: object;
}

const INSERT =
  'INSERT INTO audit (actor_id, action, subject, detail, created_at) VALUES ($1, $2, $3, $4, $5)';

/**
 * Writes a deed down, as part of the transaction that does it: a deed that is not on record was not done.
 * A moderator who acts on things of his own does not act as one, and is not recorded.
 */
export async function recordDeed(
  on: Executor,
  { actorId, action, subject, detail }: Deed,
  nowMs: number,
): Promise<void> {
  const account = actorId !== null && actorId >= 0 ? actorId : null;
  await on.query(INSERT, [account, action, subject ?? null, JSON.stringify(detail ?? {}), new Date(nowMs)]);
}
