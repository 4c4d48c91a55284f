import { requestState } from '@openhorde/rules';
import type { CommandKind } from '../../platform/commits.ts';
import type { RequestCounters } from '../board/index.ts';
import { type Consequence, follow } from '../consequences.ts';
import { useHoldsOf } from '../kudos/index.ts';
import { COUNTER_COLUMNS, type CountersRow, countersOf, emptiedWhere } from '../requests/index.ts';

/** A job that will not be delivered: its worker says so, or its time is up. */
export interface Fault {
  jobId: string;
  workerId: string;
  atMs: number;
  /** Given-up jobs that end its request. */
  faultsMax: number;
  /** Not the worker's doing: the horde was away when the job should have come back. */
  excused?: boolean | undefined;
}

/** A job that its worker gave up, or that ran out of time. */
export interface AbortedJob {
  workerId: string;
  atMs: number;
}

export interface Faulted {
  /** False: the job was done, given up or gone already, and nothing happened. */
  happened: boolean;
  /** The state that the job was found in when nothing happened. */
  state: string | undefined;
  counters: RequestCounters | undefined;
}

/** No worker works on the request any more, nor ever will. */
const OVER =
  'r.processing = sums.jobs AND (r.cancelled OR r.faulted OR r.restarted + sums.jobs >= sums.faults_max)';

// The slot goes back to the queue unless the request was cancelled; the third fault ends the request.
const FAULT = `
  WITH failed AS (
    SELECT * FROM unnest($1::int[], $2::uuid[], $3::timestamptz[], $4::int[]) AS f (ord, job_id, at, faults_max)
  ), faulted AS (
    UPDATE jobs j SET state = 'faulted', finished_at = f.at
    FROM failed f WHERE j.id = f.job_id AND j.state = 'processing'
    RETURNING f.ord, j.request_id, j.fake, f.faults_max
  ), counted AS (
    UPDATE requests r
    SET processing = r.processing - sums.jobs, restarted = r.restarted + sums.jobs,
        waiting = CASE WHEN r.cancelled THEN 0 ELSE r.waiting + sums.jobs END,
        faulted = r.faulted OR (NOT r.cancelled AND r.restarted + sums.jobs >= sums.faults_max),
        version = r.version + 1,
        ${emptiedWhere(OVER)}
    FROM (SELECT request_id, count(*)::int AS jobs, max(faults_max) AS faults_max FROM faulted WHERE NOT fake GROUP BY request_id) sums
    WHERE r.id = sums.request_id
    RETURNING ${COUNTER_COLUMNS}, r.cancelled OR r.restarted - sums.jobs >= sums.faults_max AS was_over
  )
  SELECT faulted.ord, counted.* FROM faulted LEFT JOIN counted ON counted.id = faulted.request_id`;

const STATES = `
  SELECT j.id AS job_id, j.state, ${COUNTER_COLUMNS}
  FROM jobs j JOIN requests r ON r.id = j.request_id WHERE j.id = ANY($1)`;

type FaultRow = CountersRow & {
  ord: number;
  /** Null: a decoy. */
  id: string | null;
  /** The request had been cancelled, or had faulted, before. */
  was_over: boolean | null;
};

interface StateRow extends CountersRow {
  job_id: string;
  state: string;
}

export const faultJobs = (aborted: readonly Consequence<AbortedJob>[]): CommandKind<Fault, Faulted> => ({
  name: 'fault',
  async run(batch, faults) {
    const { rows } = await batch.client.query<FaultRow>({
      name: 'fault',
      text: FAULT,
      values: [
        faults.map((_, ord) => ord),
        faults.map(f => f.jobId),
        faults.map(f => new Date(f.atMs)),
        faults.map(f => f.faultsMax),
      ],
    });
    const done = new Map<number, Faulted>();
    for (const row of rows) {
      // A decoy has no request to count for.
      const counters = row.id === null ? undefined : countersOf(row);
      done.set(row.ord, { happened: true, state: undefined, counters });
      const { workerId, atMs, excused } = faults[row.ord]!;
      // The job of a request that was over was not wanted any more: its worker did well to drop it.
      if (!excused && !row.was_over) follow(aborted, batch, { workerId, atMs });
      // Other jobs of a request that is given up may still be delivered, and are charged then.
      if (counters && counters.processing === 0 && requestState(counters).done)
        useHoldsOf(batch, { ...row, id: row.id! }, { cents: 0, last: true });
    }
    if (rows.length < faults.length) {
      const { rows: found } = await batch.client.query<StateRow>(STATES, [faults.map(f => f.jobId)]);
      const byId = new Map(found.map(row => [row.job_id, row]));
      faults.forEach((fault, ord) => {
        if (done.has(ord)) return;
        const row = byId.get(fault.jobId);
        // An earlier try may have done it without learning so: the board has yet to hear of it.
        const counters = batch.again && row ? countersOf(row) : undefined;
        done.set(ord, { happened: false, state: row?.state, counters });
      });
    }
    return faults.map((_, ord) => ({ value: done.get(ord)! }));
  },
});
