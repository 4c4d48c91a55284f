import type { WorkerType } from '@openhorde/contract';
import type { Executor } from '../../platform/db.ts';

export const PERIODS = ['minute', 'hour', 'day', 'month', 'total'] as const;
type Period = (typeof PERIODS)[number];

/** Finished jobs of a period and their raw things. */
export interface Total {
  jobs: number;
  things: number;
}

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;

const TOTALS = `
  SELECT
    coalesce(sum(jobs) FILTER (WHERE minute > $2), 0)::int8 AS minute_jobs,
    coalesce(sum(things) FILTER (WHERE minute > $2), 0) AS minute_things,
    coalesce(sum(jobs) FILTER (WHERE minute > $3), 0)::int8 AS hour_jobs,
    coalesce(sum(things) FILTER (WHERE minute > $3), 0) AS hour_things,
    coalesce(sum(jobs), 0)::int8 AS day_jobs,
    coalesce(sum(things), 0) AS day_things
  FROM work_minutes WHERE kind = $1 AND minute > $4`;

const DAYS = `
  SELECT
    coalesce(sum(jobs) FILTER (WHERE day > $2::date), 0)::int8 AS month_jobs,
    coalesce(sum(things) FILTER (WHERE day > $2::date), 0) AS month_things,
    coalesce(sum(jobs), 0)::int8 AS total_jobs,
    coalesce(sum(things), 0) AS total_things
  FROM work_days WHERE kind = $1`;

/** What a kind of work came to in the last minute, hour, day and 30 days, and in all. */
export async function readTotals(
  db: Executor,
  kind: WorkerType,
  nowMs: number,
): Promise<Record<Period, Total>> {
  const ago = (ms: number) => new Date(nowMs - ms);
  const [recent, all] = await Promise.all([
    db.query<Record<string, number>>(TOTALS, [kind, ago(MINUTE_MS), ago(60 * MINUTE_MS), ago(DAY_MS)]),
    db.query<Record<string, number>>(DAYS, [kind, ago(30 * DAY_MS)]),
  ]);
  const row = { ...recent.rows[0], ...all.rows[0] };
  const total = (period: Period): Total => ({
    jobs: row[`${period}_jobs`] ?? 0,
    things: Math.round(row[`${period}_things`] ?? 0),
  });
  return {
    minute: total('minute'),
    hour: total('hour'),
    day: total('day'),
    month: total('month'),
    total: total('total'),
  };
}

const BY_MODEL = `
  SELECT model, sum(jobs) FILTER (WHERE day > $2::date)::int8 AS day, sum(jobs) FILTER (WHERE day > $3::date)::int8 AS month,
         sum(jobs)::int8 AS total
  FROM work_days WHERE kind = $1 GROUP BY model ORDER BY total DESC`;

interface ModelRow extends Record<string, unknown> {
  model: string;
  day: number | null;
  month: number | null;
  total: number;
}

/** Finished jobs by model: of today and yesterday's rest (by whole days), of 30 days, of all time. */
export async function readModelTotals(
  db: Executor,
  kind: WorkerType,
  nowMs: number,
  isWanted: (model: string) => boolean,
): Promise<Record<'day' | 'month' | 'total', Record<string, number>>> {
  const values = [kind, new Date(nowMs - DAY_MS), new Date(nowMs - 30 * DAY_MS)];
  const { rows } = await db.query<ModelRow>(BY_MODEL, values);
  const counts = (period: 'day' | 'month' | 'total') =>
    Object.fromEntries(
      rows.filter(row => isWanted(row.model) && row[period]).map(row => [row.model, row[period]!]),
    );
  return { day: counts('day'), month: counts('month'), total: counts('total') };
}

/** Minutes beyond the longest period that is asked of them go. */
export async function pruneMinutes(db: Executor, nowMs: number): Promise<void> {
  await db.query('DELETE FROM work_minutes WHERE minute < $1', [new Date(nowMs - DAY_MS - 60 * MINUTE_MS)]);
}
