import type { WorkerType } from '@openhorde/contract';
import type { Batch, Finisher } from '../../platform/commits.ts';
import { TEAMS, type TeamTally, writeTeams } from './teamTallies.ts';
import { type AbortTally, type WorkerTallyOptions, type WorkTally, writeWorkers } from './workerTallies.ts';

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

export interface TallyOptions extends WorkerTallyOptions {
  /** Told after each commit the accounts that did something or had something done. */
  onUsers?(ids: number[]): void;
}

export function tallies(options: TallyOptions): Finisher {
  return {
    name: 'tallies',
    async finish(batch) {
      const users = (batch.left.get(USERS) ?? []) as UserTally[];
      const work = (batch.left.get(WORK) ?? []) as WorkTally[];
      const aborts = (batch.left.get(ABORTS) ?? []) as AbortTally[];
      if (work.length + aborts.length > 0) await writeWorkers(batch, work, aborts, options);
      const teams = (batch.left.get(TEAMS) ?? []) as TeamTally[];
      if (teams.length > 0) await writeTeams(batch, teams);
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
