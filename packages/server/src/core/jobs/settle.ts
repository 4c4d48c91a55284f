import { HordeError, type WorkerType } from '@openhorde/contract';
import { requestState, STYLE_REWARD_CENTS } from '@openhorde/rules';
import type { Batch, CommandKind, Outcome } from '../../platform/commits.ts';
import type { RequestCounters } from '../board/index.ts';
import { type Consequence, follow } from '../consequences.ts';
import { type KudosEvent, mint, post, useHoldsOf } from '../kudos/index.ts';
import type { Report } from '../needs.ts';
import { COUNTER_COLUMNS, type CountersRow, countersOf } from '../requests/index.ts';

/**
 * Settlement: a delivered job is written down, paid and charged, once.
 *
 * A job is `processing`, then `done`, `faulted` or `cancelled`, and never changes again. The compare-and-set on
 * `processing` lets exactly one of several submits win; payment, charge and statistics are in the same transaction.
 */
export interface Settlement {
  jobId: string;
  kind: WorkerType;
  /** Names this submit: a retry after a lost COMMIT answer recognises its own deed by it. */
  submitId: string;
  seed: number;
  censored: boolean;
  metadata: unknown[];
  /** `R2` for an image in the object store, else what the worker sent. */
  result: string;
  /** The request was taken back while the job ran: it is paid and charged as if delivered, and has no result. */
  cancelled: boolean;
  finishedAtMs: number;
  /** The request lives at least this long. */
  expiresAtMs: number;
  rewardCents: number;
  chargeCents: number;
  /** Written only when this submit wins and the job is no decoy. */
  event: KudosEvent;
  work: Work;
  /** Of suspicion, on the worker. */
  reports: readonly Report[];
}

/** What was done, by whom and for whom. */
export interface Work {
  workerId: string;
  workerOwnerId: number;
  requesterId: number;
  model: string;
  /** Raw things of the job, and the same in display units for the records of both sides. */
  things: number;
  contribution: number;
  usage: number;
  seconds: number;
  /** Sample of the worker's speed. */
  speedSample: number;
  /** What the worker is paid, in hundredths of kudos. */
  payCents: number;
}

/** A settlement that has won: what follows is written with it. */
export interface SettledJob {
  settlement: Settlement;
  request: {
    id: string;
    sharedKeyId: string | null;
    /** The result is to be posted to a webhook. */
    hooked: boolean;
    /** Whom this job, the first that is delivered of its request, earns the reward for the style; else null. */
    styleOwnerId: number | null;
  };
}

export interface Settled {
  /** Undefined for a decoy, which counts for no account. */
  counters: RequestCounters | undefined;
}

const SETTLE = `
  WITH submitted AS (
    SELECT * FROM unnest($1::int[], $2::uuid[], $3::timestamptz[], $4::bigint[], $5::boolean[], $6::jsonb[], $7::text[],
                         $8::numeric[], $9::uuid[], $10::timestamptz[], $11::numeric[], $12::boolean[])
      AS s (ord, job_id, finished_at, seed, censored, metadata, result, reward_cents, submit_id, expires_at, charge_cents, cancelled)
  ), settled AS (
    UPDATE jobs j
    SET state = CASE WHEN s.cancelled THEN 'cancelled' ELSE 'done' END, finished_at = s.finished_at, seed = s.seed,
        censored = s.censored, metadata = s.metadata,
        result = s.result, reward = s.reward_cents / 100.0, settled_by = s.submit_id
    FROM submitted s WHERE j.id = s.job_id AND j.state = 'processing'
    RETURNING s.ord, j.request_id, j.fake, s.expires_at, s.charge_cents, s.cancelled
  ), counted AS (
    UPDATE requests r
    SET processing = r.processing - sums.jobs, finished = r.finished + sums.delivered,
        consumed = r.consumed + sums.charge_cents / 100.0, expires_at = greatest(r.expires_at, sums.expires_at),
        version = r.version + 1
    FROM (SELECT request_id, count(*) AS jobs, count(*) FILTER (WHERE NOT cancelled) AS delivered,
                 sum(charge_cents) AS charge_cents, max(expires_at) AS expires_at
          FROM settled WHERE NOT fake GROUP BY request_id) sums
    WHERE r.id = sums.request_id
    RETURNING ${COUNTER_COLUMNS}, r.webhook IS NOT NULL AS hooked,
      CASE WHEN sums.delivered > 0 AND r.finished = sums.delivered THEN r.style_owner_id END AS style_owner_id
  )
  SELECT settled.ord, settled.fake, counted.* FROM settled LEFT JOIN counted ON counted.id = settled.request_id`;

const STATES = `
  SELECT j.id AS job_id, j.state, j.settled_by, ${COUNTER_COLUMNS}
  FROM jobs j JOIN requests r ON r.id = j.request_id WHERE j.id = ANY($1)`;

interface SettledRow extends CountersRow {
  ord: number;
  fake: boolean;
  /** The result is to be posted to a webhook. */
  hooked: boolean;
  /** Whom the request earns the reward for its style, with its first delivered jobs. */
  style_owner_id: number | null;
}

interface StateRow extends CountersRow {
  job_id: string;
  state: string;
  settled_by: string | null;
}

export const settleJobs = (
  settled: readonly Consequence<SettledJob>[],
): CommandKind<Settlement, Settled> => ({
  name: 'settle',
  async run(batch, settlements) {
    const { rows } = await batch.client.query<SettledRow>({
      name: 'settle',
      text: SETTLE,
      values: [
        settlements.map((_, ord) => ord),
        settlements.map(s => s.jobId),
        settlements.map(s => new Date(s.finishedAtMs)),
        settlements.map(s => s.seed),
        settlements.map(s => s.censored),
        settlements.map(s => JSON.stringify(s.metadata)),
        settlements.map(s => s.result),
        settlements.map(s => s.rewardCents),
        settlements.map(s => s.submitId),
        settlements.map(s => new Date(s.expiresAtMs)),
        settlements.map(s => s.chargeCents),
        settlements.map(s => s.cancelled),
      ],
    });
    const outcomes = new Map<number, Outcome<Settled>>();
    const booked = new Set<string>();
    for (const row of rows) {
      outcomes.set(row.ord, { value: { counters: row.fake ? undefined : countersOf(row) } });
      if (row.fake) continue;
      // A request by a style earns its owner the reward once, however many jobs come at once.
      const styleOwnerId = booked.has(row.id) ? null : row.style_owner_id;
      booked.add(row.id);
      book(batch, settlements[row.ord]!, { ...row, style_owner_id: styleOwnerId }, settled);
    }
    if (rows.length < settlements.length) await explain(batch, settlements, outcomes);
    return settlements.map((_, ord) => outcomes.get(ord)!);
  },
});

function book(
  batch: Batch,
  settlement: Settlement,
  row: SettledRow,
  settled: readonly Consequence<SettledJob>[],
): void {
  useHoldsOf(batch, row, {
    cents: settlement.chargeCents,
    last: requestState(countersOf(row)).done && row.processing === 0,
  });
  post(batch, settlement.event);
  const { id, shared_key_id: sharedKeyId, hooked, style_owner_id: styleOwnerId } = row;
  if (styleOwnerId !== null) rewardStyle(batch, id, styleOwnerId);
  follow(settled, batch, { settlement, request: { id, sharedKeyId, hooked, styleOwnerId } });
}

function rewardStyle(batch: Batch, requestId: string, ownerId: number): void {
  post(batch, {
    id: `style:${requestId}`,
    kind: 'style',
    movements: mint(`user:${ownerId}`, STYLE_REWARD_CENTS, 'style', 'styled'),
  });
}

/** Why the others did not win. */
async function explain(
  batch: Batch,
  settlements: readonly Settlement[],
  outcomes: Map<number, Outcome<Settled>>,
): Promise<void> {
  const { rows } = await batch.client.query<StateRow>(STATES, [settlements.map(s => s.jobId)]);
  const states = new Map(rows.map(row => [row.job_id, row]));
  settlements.forEach(({ jobId, submitId }, ord) => {
    if (outcomes.has(ord)) return;
    const row = states.get(jobId);
    if (batch.again && row?.settled_by === submitId)
      outcomes.set(ord, { value: { counters: countersOf(row) } });
    else outcomes.set(ord, { failure: refusal(jobId, row?.state) });
  });
}

/** What a submit of a job in this state is told. */
export function refusal(jobId: string, state: string | undefined): HordeError {
  if (state === undefined) {
    return new HordeError('InvalidJobID', { message: `Processing Job with ID ${jobId} does not exist.` });
  }
  if (state === 'done')
    return new HordeError('DuplicateGen', { message: `The result of job ${jobId} was already submitted.` });
  return new HordeError('AbortedGen', {
    message: `Job ${jobId} was given up before its result came. Please check your worker speed, or offer smaller jobs.`,
  });
}
