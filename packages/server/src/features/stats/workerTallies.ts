import type { WorkerType } from '@openhorde/contract';
import { abortsMax, countAbort, INITIAL_SPEED, speedOf, withSample } from '@openhorde/rules';
import type { AbortedJob } from '../../core/jobs/index.ts';
import type { Worker } from '../../core/workers/index.ts';
import type { Batch } from '../../platform/commits.ts';
import { reportSuspicion } from '../suspicions/index.ts';
import { tallyTeam } from './teamTallies.ts';

export interface WorkTally {
  workerId: string;
  kind: WorkerType;
  model: string;
  /** Raw things of the job, and the same in display units. */
  things: number;
  contribution: number;
  seconds: number;
  /** What the worker is paid, in hundredths of kudos. */
  payCents: number;
  /** Sample of the worker's speed. */
  speedSample: number;
  /** Milliseconds since 1970. */
  finishedAtMs: number;
}

const LOCK_WORKERS = `
  SELECT id, user_id, team_id, type, speed, speed_samples, fulfilments, contributions, uncompleted_jobs, aborted_jobs, aborted_since,
         maintenance, maintenance_message
  FROM workers WHERE id = ANY($1) ORDER BY id FOR UPDATE`;

const UPDATE_WORKERS = `
  UPDATE workers w
  SET speed = t.speed, speed_samples = t.speed_samples, fulfilments = t.fulfilments, contributions = t.contributions,
      uncompleted_jobs = t.uncompleted_jobs, aborted_jobs = t.aborted_jobs, aborted_since = t.aborted_since,
      maintenance = t.maintenance, maintenance_message = t.maintenance_message
  FROM json_to_recordset($1) AS t (id uuid, speed float8, speed_samples real[], fulfilments int, contributions float8,
    uncompleted_jobs int, aborted_jobs int, aborted_since timestamptz, maintenance boolean, maintenance_message text)
  WHERE w.id = t.id`;

interface WorkerRow {
  id: string;
  user_id: number;
  team_id: string | null;
  type: WorkerType;
  speed: number;
  speed_samples: number[];
  fulfilments: number;
  contributions: number;
  uncompleted_jobs: number;
  aborted_jobs: number;
  aborted_since: Date | null;
  maintenance: boolean;
  maintenance_message: string | null;
}

/** Counters of a worker after a batch. */
export type WorkerTotals = Pick<
  Worker,
  | 'id'
  | 'speed'
  | 'fulfilments'
  | 'contributions'
  | 'uncompletedJobs'
  | 'abortedJobs'
  | 'abortedSinceMs'
  | 'maintenance'
  | 'maintenanceMessage'
>;

export interface WorkerTallyOptions {
  raid(): boolean;
  /** Told the new totals of workers after each commit. */
  onWorkers(totals: WorkerTotals[]): void;
}

/** Counts what the workers of a batch delivered and dropped. */
export async function writeWorkers(
  batch: Batch,
  work: readonly WorkTally[],
  aborts: readonly AbortedJob[],
  options: WorkerTallyOptions,
): Promise<void> {
  const ids = [...new Set([...work, ...aborts].map(t => t.workerId))];
  const { rows } = await batch.client.query<WorkerRow>({
    name: 'tally-lock',
    text: LOCK_WORKERS,
    values: [ids],
  });
  const workers = new Map(rows.map(row => [row.id, row]));
  for (const { workerId, kind, speedSample, contribution, payCents } of work) {
    const row = workers.get(workerId);
    if (!row) continue;
    // Of a team only images count.
    if (row.team_id !== null && kind === 'image') {
      tallyTeam(batch, { teamId: row.team_id, fulfilments: 1, contribution, payCents });
    }
    row.fulfilments += 1;
    row.contributions += contribution;
    row.speed_samples = withSample(row.speed_samples, speedSample);
    row.speed = speedOf(row.speed_samples, INITIAL_SPEED[row.type]);
  }
  for (const { workerId, atMs } of aborts) {
    const row = workers.get(workerId);
    if (!row) continue;
    const tooMany = countAborted(row, atMs, abortsMax(row.type, options.raid()), options.raid());
    if (tooMany)
      reportSuspicion(batch, { userId: row.user_id, workerId, reason: 'TOO_MANY_JOBS_ABORTED', atMs });
  }
  await batch.client.query({ name: 'tally-workers', text: UPDATE_WORKERS, values: [JSON.stringify(rows)] });
  batch.afterCommit(() => options.onWorkers(rows.map(totalsOf)));
}

/**
 * In a raid no worker is warned by being put into maintenance.
 * @returns whether the worker drops too many jobs
 */
function countAborted(row: WorkerRow, atMs: number, limit: number, raid: boolean): boolean {
  const before = {
    abortedJobs: row.aborted_jobs,
    abortedSinceMs: row.aborted_since?.getTime() ?? null,
    uncompletedJobs: row.uncompleted_jobs,
  };
  const { abortedJobs, abortedSinceMs, uncompletedJobs, tooMany } = countAbort(before, atMs, limit);
  row.aborted_jobs = abortedJobs;
  row.aborted_since = abortedSinceMs === null ? null : new Date(abortedSinceMs);
  row.uncompleted_jobs = uncompletedJobs;
  if (!tooMany || raid || row.maintenance) return tooMany;
  row.maintenance = true;
  row.maintenance_message =
    `This worker dropped more than ${limit} jobs within an hour and was put into maintenance mode. Please look into ` +
    'its log for what failed, offer smaller or fewer jobs, then switch maintenance off.';
  return tooMany;
}

function totalsOf(row: WorkerRow): WorkerTotals {
  return {
    id: row.id,
    speed: row.speed,
    fulfilments: row.fulfilments,
    contributions: row.contributions,
    uncompletedJobs: row.uncompleted_jobs,
    abortedJobs: row.aborted_jobs,
    abortedSinceMs: row.aborted_since?.getTime() ?? null,
    maintenance: row.maintenance,
    maintenanceMessage: row.maintenance_message,
  };
}
