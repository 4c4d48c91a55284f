import type { CommandKind } from '../../platform/commits.ts';
import type { RequestCounters } from '../board/index.ts';
import { type CountersRow, countersOf } from '../requests/index.ts';

/** A proposal of the board: `jobIds.length` jobs of a request for one worker. */
export interface Claim {
  requestId: string;
  workerId: string;
  workerName: string;
  model: string;
  /** Made by the caller, so that a second try finds its own rows. */
  jobIds: string[];
  startedAtMs: number;
  deadlineAtMs: number;
  /** The request lives at least this long. */
  expiresAtMs: number;
}

/** What the winner of a claim gets. */
export interface Claimed {
  /** As stored at admission. */
  payload: unknown;
  /** Jobs that waited before this claim; the seed of a slice with variation depends on it. */
  waitingBefore: number;
  counters: RequestCounters;
}

// The condition and the deed are one statement: the transaction that locks the row first takes the jobs, the
// others see the remainder. Several claims on one request in one batch are granted in their order, as long as
// the running sum fits.
const TAKE = `
  WITH proposal AS (
    SELECT p.*, sum(amount) OVER (PARTITION BY request_id ORDER BY ord) AS up_to
    FROM unnest($1::int[], $2::uuid[], $3::int[], $4::timestamptz[]) AS p (ord, request_id, amount, expires_at)
  ), open AS (
    SELECT id, waiting FROM requests
    WHERE id IN (SELECT request_id FROM proposal) AND waiting > 0 AND NOT faulted
    ORDER BY id FOR UPDATE
  ), won AS (
    SELECT proposal.*, open.waiting - up_to + amount AS waiting_before
    FROM proposal JOIN open ON open.id = request_id WHERE up_to <= open.waiting
  ), taken AS (
    UPDATE requests r
    SET waiting = r.waiting - sums.amount, processing = r.processing + sums.amount,
        expires_at = greatest(r.expires_at, sums.expires_at), version = r.version + 1
    FROM (SELECT request_id, sum(amount) AS amount, max(expires_at) AS expires_at FROM won GROUP BY request_id) sums
    WHERE r.id = sums.request_id
    RETURNING r.*
  )
  SELECT won.ord, won.waiting_before, t.id, t.jobs, t.waiting, t.processing, t.finished, t.restarted, t.faulted,
         t.cancelled, t.consumed, t.expires_at, t.upfront, t.version, t.payload
  FROM won JOIN taken t ON t.id = won.request_id`;

const INSERT = `
  INSERT INTO jobs (id, request_id, worker_id, worker_name, model, started_at, deadline_at)
  SELECT * FROM unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::text[], $5::text[], $6::timestamptz[], $7::timestamptz[])`;

const OWN = `
  SELECT j.id AS job_id, r.waiting + r.processing AS waiting_before, r.*
  FROM jobs j JOIN requests r ON r.id = j.request_id WHERE j.id = ANY($1)`;

interface ClaimRow extends CountersRow {
  ord: number;
  waiting_before: number;
  payload: unknown;
}

/** Hands jobs out. The outcome is undefined when the request has fewer jobs left: the pop looks for another one. */
export const claimJobs: CommandKind<Claim, Claimed | undefined> = {
  name: 'claim',
  async run(batch, claims) {
    const claimed = new Map<number, Claimed>();
    if (batch.again) {
      const { rows } = await batch.client.query<ClaimRow & { job_id: string }>(OWN, [
        claims.map(c => c.jobIds[0]),
      ]);
      const byJob = new Map(rows.map(row => [row.job_id, row]));
      claims.forEach((claim, i) => {
        const row = byJob.get(claim.jobIds[0]!);
        if (row) claimed.set(i, claimedOf(row));
      });
    }
    const open = claims.map((claim, ord) => ({ claim, ord })).filter(({ ord }) => !claimed.has(ord));
    const { rows } = await batch.client.query<ClaimRow>({
      name: 'claim-take',
      text: TAKE,
      values: [
        open.map(({ ord }) => ord),
        open.map(({ claim }) => claim.requestId),
        open.map(({ claim }) => claim.jobIds.length),
        open.map(({ claim }) => new Date(claim.expiresAtMs)),
      ],
    });
    for (const row of rows) claimed.set(row.ord, claimedOf(row));
    const won = rows.flatMap(row => {
      const claim = claims[row.ord]!;
      return claim.jobIds.map(id => ({ id, claim }));
    });
    if (won.length > 0) {
      await batch.client.query({
        name: 'claim-insert',
        text: INSERT,
        values: [
          won.map(({ id }) => id),
          won.map(({ claim }) => claim.requestId),
          won.map(({ claim }) => claim.workerId),
          won.map(({ claim }) => claim.workerName),
          won.map(({ claim }) => claim.model),
          won.map(({ claim }) => new Date(claim.startedAtMs)),
          won.map(({ claim }) => new Date(claim.deadlineAtMs)),
        ],
      });
    }
    return claims.map((_, i) => ({ value: claimed.get(i) }));
  },
};

function claimedOf(row: ClaimRow): Claimed {
  return {
    payload: row.payload,
    waitingBefore: Number(row.waiting_before),
    counters: countersOf(row),
  };
}
