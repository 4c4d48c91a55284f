import type { WorkerType } from '@openhorde/contract';
import { abortsMax, countAbort, INITIAL_SPEED, speedOf, withSample } from '@openhorde/rules';
import type { Batch, Finisher } from '../../platform/commits.ts';
import type { Worker } from '../workers/index.ts';

/**
 * What a batch adds to running totals: users' records, workers' counters and speed, finished work by minute and model.
 * Commands leave tallies; the finisher sums them up and writes one row for each key, in key order.
 */

export interface UserTally {
  userId: number;
  record: 'usage' | 'contribution' | 'fulfillment' | 'request' | 'style';
  kind: WorkerType;
  value: number;
}

export interface WorkTally {
  workerId: string;
  kind: WorkerType;
  model: string;
  /** Raw things of the job, and the same in display units. */
  things: number;
  contribution: number;
  seconds: number;
  /** Sample of the worker's speed. */
  speedSample: number;
  /** Milliseconds since 1970. */
  finishedAtMs: number;
}

/** A job that its worker gave up, or that ran out of time. */
export interface AbortTally {
  workerId: string;
  atMs: number;
}

const USERS = Symbol('user tallies');
const WORK = Symbol('work tallies');
const ABORTS = Symbol('abort tallies');

function leave(batch: Batch, slot: symbol, tally: unknown): void {
  const tallies = batch.left.get(slot);
  if (tallies) tallies.push(tally);
  else batch.left.set(slot, [tally]);
}

export function tallyUser(batch: Batch, tally: UserTally): void {
  leave(batch, USERS, tally);
}

/** A job that a worker has delivered. */
export function tallyWork(batch: Batch, tally: WorkTally): void {
  leave(batch, WORK, tally);
}

export function tallyAbort(batch: Batch, tally: AbortTally): void {
  leave(batch, ABORTS, tally);
}

const USER_RECORDS = `
  INSERT INTO user_records (user_id, record, kind, value)
  SELECT user_id, record, kind, sum(value)
  FROM unnest($1::int[], $2::text[], $3::text[], $4::float8[]) AS t (user_id, record, kind, value)
  GROUP BY 1, 2, 3 ORDER BY 1, 2, 3
  ON CONFLICT (user_id, record, kind) DO UPDATE SET value = user_records.value + EXCLUDED.value`;

const LOCK_WORKERS = `
  SELECT id, type, speed, speed_samples, fulfilments, contributions, uncompleted_jobs, aborted_jobs, aborted_since,
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

// Roll-ups, so that no total is ever counted from jobs. Work of special models is not shown to anybody.
const ROLL_UPS = `
  WITH work AS (
    SELECT * FROM unnest($1::timestamptz[], $2::text[], $3::text[], $4::float8[], $5::float8[])
      AS t (finished_at, kind, model, things, seconds)
    WHERE model NOT LIKE '%horde_special%'
  ), minutes AS (
    INSERT INTO work_minutes (minute, kind, model, jobs, things, seconds)
    SELECT date_trunc('minute', finished_at), kind, model, count(*), sum(things), sum(seconds) FROM work
    GROUP BY 1, 2, 3 ORDER BY 1, 2, 3
    ON CONFLICT (minute, kind, model) DO UPDATE
    SET jobs = work_minutes.jobs + EXCLUDED.jobs, things = work_minutes.things + EXCLUDED.things,
        seconds = work_minutes.seconds + EXCLUDED.seconds
  )
  INSERT INTO work_days (day, kind, model, jobs, things)
  SELECT (finished_at AT TIME ZONE 'UTC')::date, kind, model, count(*), sum(things) FROM work
  GROUP BY 1, 2, 3 ORDER BY 1, 2, 3
  ON CONFLICT (day, kind, model) DO UPDATE
  SET jobs = work_days.jobs + EXCLUDED.jobs, things = work_days.things + EXCLUDED.things`;

interface WorkerRow {
  id: string;
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

export interface TallyOptions {
  raid(): boolean;
  /** Told after each commit the accounts that did something or had something done. */
  onUsers?(ids: number[]): void;
  /** Told the new totals of workers after each commit. */
  onWorkers(totals: WorkerTotals[]): void;
}

export function tallies(options: TallyOptions): Finisher {
  return {
    name: 'tallies',
    async finish(batch) {
      const users = (batch.left.get(USERS) ?? []) as UserTally[];
      const work = (batch.left.get(WORK) ?? []) as WorkTally[];
      const aborts = (batch.left.get(ABORTS) ?? []) as AbortTally[];
      if (work.length + aborts.length > 0) await writeWorkers(batch, work, aborts, options);
      if (work.length > 0) {
        await batch.client.query({
          name: 'tally-roll-ups',
          text: ROLL_UPS,
          values: [
            work.map(t => new Date(t.finishedAtMs)),
            work.map(t => t.kind),
            work.map(t => t.model),
            work.map(t => t.things),
            work.map(t => t.seconds),
          ],
        });
      }
      if (users.length > 0) {
        await batch.client.query({
          name: 'tally-users',
          text: USER_RECORDS,
          values: [
            users.map(t => t.userId),
            users.map(t => t.record),
            users.map(t => t.kind),
            users.map(t => t.value),
          ],
        });
        const active = [...new Set(users.map(t => t.userId))];
        batch.afterCommit(() => options.onUsers?.(active));
      }
    },
  };
}

async function writeWorkers(
  batch: Batch,
  work: readonly WorkTally[],
  aborts: readonly AbortTally[],
  options: TallyOptions,
): Promise<void> {
  const ids = [...new Set([...work, ...aborts].map(t => t.workerId))];
  const { rows } = await batch.client.query<WorkerRow>({
    name: 'tally-lock',
    text: LOCK_WORKERS,
    values: [ids],
  });
  const workers = new Map(rows.map(row => [row.id, row]));
  for (const { workerId, speedSample, contribution } of work) {
    const row = workers.get(workerId);
    if (!row) continue;
    row.fulfilments += 1;
    row.contributions += contribution;
    row.speed_samples = withSample(row.speed_samples, speedSample);
    row.speed = speedOf(row.speed_samples, INITIAL_SPEED[row.type]);
  }
  for (const { workerId, atMs } of aborts) {
    const row = workers.get(workerId);
    if (row) countAborted(row, atMs, abortsMax(row.type, options.raid()), options.raid());
  }
  await batch.client.query({ name: 'tally-workers', text: UPDATE_WORKERS, values: [JSON.stringify(rows)] });
  batch.afterCommit(() => options.onWorkers(rows.map(totalsOf)));
}

function countAborted(row: WorkerRow, atMs: number, limit: number, raid: boolean): void {
  const before = {
    abortedJobs: row.aborted_jobs,
    abortedSinceMs: row.aborted_since?.getTime() ?? null,
    uncompletedJobs: row.uncompleted_jobs,
  };
  const { abortedJobs, abortedSinceMs, uncompletedJobs, tooMany } = countAbort(before, atMs, limit);
  row.aborted_jobs = abortedJobs;
  row.aborted_since = abortedSinceMs === null ? null : new Date(abortedSinceMs);
  row.uncompleted_jobs = uncompletedJobs;
  if (!tooMany || raid || row.maintenance) return;
  row.maintenance = true;
  row.maintenance_message =
    `This worker dropped more than ${limit} jobs within an hour and was put into maintenance mode. Please look into ` +
    'its log for what failed, offer smaller or fewer jobs, then switch maintenance off.';
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
