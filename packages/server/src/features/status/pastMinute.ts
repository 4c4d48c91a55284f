import { type Executor, statement } from '../../platform/db.ts';

export type WorkKind = 'image' | 'text' | 'interrogation';

const MINUTE_MILLISECONDS = 60_000;

const RECENT = statement<{ kind: WorkKind; minute: Date; things: number }>(
  'recent-work',
  'SELECT kind, minute, sum(things) AS things FROM work_minutes WHERE minute >= $1 GROUP BY kind, minute',
);

/**
 * Raw things that were delivered in the last 60 seconds, by kind of work. Work is counted in whole minutes, so of the
 * minute before this one the share counts that lies within the 60 seconds: as if its work had come evenly.
 */
export async function pastMinute(on: Executor, nowMs: number): Promise<Partial<Record<WorkKind, number>>> {
  const thisMinuteMs = nowMs - (nowMs % MINUTE_MILLISECONDS);
  const share = 1 - (nowMs - thisMinuteMs) / MINUTE_MILLISECONDS;
  const rows = await RECENT.run(on, [new Date(thisMinuteMs - MINUTE_MILLISECONDS)]);
  const things: Partial<Record<WorkKind, number>> = {};
  for (const row of rows) {
    const counted = row.minute.getTime() < thisMinuteMs ? row.things * share : row.things;
    things[row.kind] = (things[row.kind] ?? 0) + counted;
  }
  return things;
}
