import { type Executor, statement } from '../../platform/db.ts';

/** Names of models -> raw things per second, the mean of their jobs of the last hour. */
export type ModelSpeeds = ReadonlyMap<string, number>;

const SPEEDS = statement<{ model: string; speed: number }>(
  'model-speeds',
  `SELECT model, sum(things) / sum(seconds) AS speed FROM work_minutes
   WHERE kind = $1 AND minute > $2 GROUP BY model HAVING sum(seconds) > 0`,
);

const HOUR_MILLISECONDS = 3_600_000;

export async function readModelSpeeds(
  on: Executor,
  kind: 'image' | 'text',
  nowMs: number,
): Promise<ModelSpeeds> {
  const rows = await SPEEDS.run(on, [kind, new Date(nowMs - HOUR_MILLISECONDS)]);
  return new Map(rows.map(row => [row.model, row.speed]));
}
