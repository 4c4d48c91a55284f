import type { WorkerType } from '@openhorde/contract';
import type { Consequence } from '../../core/consequences.ts';
import type { AbortedJob, SettledJob } from '../../core/jobs/index.ts';
import type { Activation } from '../../core/requests/index.ts';
import type { PaidUptime } from '../../core/workers/index.ts';
import { type Batch, type Finisher, Slot } from '../../platform/commits.ts';
import { TEAMS, tallyTeam, writeTeams } from './teamTallies.ts';
import { type WorkerTallyOptions, type WorkTally, writeWorkers } from './workerTallies.ts';

/**
 * What a batch adds to running totals: users' records, workers' counters and speed, finished work by minute and model.
 * Commands leave tallies; the finisher sums them up and writes one row for each key, in key order.
 */

interface UserTally {
  userId: number;
  record: 'usage' | 'contribution' | 'fulfillment' | 'request' | 'style';
  kind: WorkerType;
  value: number;
}

const USERS = new Slot<UserTally>();
const WORK = new Slot<WorkTally>();
const ABORTS = new Slot<AbortedJob>();

function tallyUser(batch: Batch, tally: UserTally): void {
  USERS.leave(batch, tally);
}

export function tallyWork(batch: Batch, tally: WorkTally): void {
  WORK.leave(batch, tally);
}

/** A delivered job counts for both sides, and for its worker; the first of a request for the owner of its style as well. */
export const tallySettled: Consequence<SettledJob> = (
  batch,
  { settlement: { kind, work, finishedAtMs }, request: { styleOwnerId } },
) => {
  const { workerOwnerId, requesterId, usage, ...tally } = work;
  tallyUser(batch, { userId: workerOwnerId, record: 'fulfillment', kind, value: 1 });
  tallyUser(batch, { userId: workerOwnerId, record: 'contribution', kind, value: tally.contribution });
  tallyUser(batch, { userId: requesterId, record: 'request', kind, value: 1 });
  tallyUser(batch, { userId: requesterId, record: 'usage', kind, value: usage });
  if (styleOwnerId !== null) tallyUser(batch, { userId: styleOwnerId, record: 'style', kind, value: 1 });
  tallyWork(batch, { ...tally, kind, finishedAtMs });
};

/** A request that has gone in. A form is a part of a request: it counts when it is done. */
export const tallyActivated: Consequence<Activation> = (batch, { row: { parent_id, user_id, kind } }) => {
  if (parent_id === null) tallyUser(batch, { userId: user_id, record: 'request', kind, value: 1 });
};

export const tallyAborted: Consequence<AbortedJob> = (batch, job) => ABORTS.leave(batch, job);

/** Uptime counts for the team of the worker. */
export const tallyUptime: Consequence<PaidUptime> = (batch, { teamId, seconds }) => {
  if (teamId !== null) tallyTeam(batch, { teamId, uptimeSeconds: seconds });
};

const USER_RECORDS = `
  INSERT INTO user_records (user_id, record, kind, value)
  SELECT user_id, record, kind, sum(value)
  FROM unnest($1::int[], $2::text[], $3::text[], $4::float8[]) AS t (user_id, record, kind, value)
  GROUP BY 1, 2, 3 ORDER BY 1, 2, 3
  ON CONFLICT (user_id, record, kind) DO UPDATE SET value = user_records.value + EXCLUDED.value`;

// Roll-ups, so that no total is ever counted from jobs. Work of special models is not shown.
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
      const users = USERS.of(batch);
      const work = WORK.of(batch);
      const aborts = ABORTS.of(batch);
      if (work.length + aborts.length > 0) await writeWorkers(batch, work, aborts, options);
      const teams = TEAMS.of(batch);
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
