import { type Executor, statement } from '../../platform/db.ts';
import type { ClaimedDelivery, Outcome } from './delivery.ts';

interface ClaimedRow {
  job_id: string;
  kind: ClaimedDelivery['kind'];
  user_id: number;
  url: string;
  host: string;
  job: ClaimedDelivery['job'];
  attempts: number;
  nonce: string | null;
  previous_nonce: string | null;
}

// Nodes pass over what another one is claiming at the moment.
const CLAIM = statement<ClaimedRow>(
  'webhooks-claim',
  `WITH due AS (
     SELECT job_id FROM webhook_deliveries
     WHERE state = 'waiting' AND due_at <= $1 AND host <> ALL ($2::text[])
     ORDER BY due_at LIMIT $3 FOR UPDATE SKIP LOCKED
   ), claimed AS (
     UPDATE webhook_deliveries d SET attempts = d.attempts + 1, attempted_at = $1, due_at = $4
     FROM due WHERE d.job_id = due.job_id RETURNING d.*
   )
   SELECT c.job_id, c.kind, c.user_id, c.url, c.host, c.job, c.attempts, s.nonce,
          CASE WHEN s.previous_until > $1 THEN s.previous_nonce END AS previous_nonce
   FROM claimed c LEFT JOIN webhook_secrets s ON s.user_id = c.user_id`,
);

export interface ClaimOptions {
  nowMs: number;
  /** When the claim counts as lost. */
  lostAtMs: number;
  /** Hosts that have enough attempts in flight. */
  busyHosts: readonly string[];
  countMax: number;
}

/** Takes deliveries that are due, those that wait longest first. */
export async function claimDeliveries(on: Executor, options: ClaimOptions): Promise<ClaimedDelivery[]> {
  const { nowMs, lostAtMs, busyHosts, countMax } = options;
  const rows = await CLAIM.run(on, [new Date(nowMs), busyHosts, countMax, new Date(lostAtMs)]);
  return rows.map(row => ({
    jobId: row.job_id,
    kind: row.kind,
    userId: row.user_id,
    url: row.url,
    host: row.host,
    job: row.job,
    attempts: row.attempts,
    nonces: [row.nonce, row.previous_nonce].filter(nonce => nonce !== null),
  }));
}

/** A delivery stays delivered even when its claim was taken for lost. */
const DELIVERED = `
  UPDATE webhook_deliveries
  SET state = 'delivered', status = $2, error = NULL, job = NULL, due_at = NULL, ended_at = $3
  WHERE job_id = $1 AND state = 'waiting'`;

const FAILED = `
  UPDATE webhook_deliveries
  SET status = $3, error = $4, due_at = $5,
      state = CASE WHEN $5::timestamptz IS NULL THEN 'given_up' ELSE 'waiting' END,
      job = CASE WHEN $5::timestamptz IS NOT NULL THEN job END,
      ended_at = CASE WHEN $5::timestamptz IS NULL THEN $6::timestamptz END
  WHERE job_id = $1 AND state = 'waiting' AND attempts = $2`;

/** Writes down what an attempt came to. @param nextAtMs when there is another one; undefined: never */
export async function recordOutcome(
  on: Executor,
  { jobId, attempts }: ClaimedDelivery,
  outcome: Outcome,
  nowMs: number,
  nextAtMs: number | undefined,
): Promise<void> {
  const now = new Date(nowMs);
  if (outcome.delivered) await on.query(DELIVERED, [jobId, outcome.status, now]);
  else {
    const next = nextAtMs === undefined ? null : new Date(nextAtMs);
    await on.query(FAILED, [jobId, attempts, outcome.status ?? null, outcome.error, next, now]);
  }
}

const ROUND_MAX = 5_000;

/** Drops what ended before `beforeMs`. */
export async function dropEnded(on: Executor, beforeMs: number, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    const { rowCount } = await on.query(
      `DELETE FROM webhook_deliveries WHERE job_id IN (
         SELECT job_id FROM webhook_deliveries WHERE ended_at < $1 LIMIT ${ROUND_MAX} FOR UPDATE SKIP LOCKED)`,
      [new Date(beforeMs)],
    );
    if ((rowCount ?? 0) < ROUND_MAX) return;
  }
}
