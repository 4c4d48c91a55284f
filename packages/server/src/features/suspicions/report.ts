import { isRepeated, SUSPICIONS, SUSPICIONS_MAX, type Suspicion } from '@openhorde/rules';
import type { Batch, CommandKind, Finisher } from '../../platform/commits.ts';
import type { Executor } from '../../platform/db.ts';

/**
 * Reports of suspicion (rules-countermeasures §2). A report on a worker is one on its owner as well. Most reasons count
 * once, as long as they are on record; a worker with five reports, whose owner is not trusted, is paused. The anonymous
 * account is never suspected.
 */
export interface Report {
  userId: number;
  /** Absent: on the account alone. */
  workerId?: string;
  reason: Suspicion;
  atMs: number;
}

const REPORTS = Symbol('reports of suspicion');

/** Leaves a report for the finisher of this batch. */
export function reportSuspicion(batch: Batch, report: Report): void {
  if (report.userId === 0) return;
  const reports = batch.left.get(REPORTS);
  if (reports) reports.push(report);
  else batch.left.set(REPORTS, [report]);
}

/** A report by itself, where nothing else is written. */
export const suspect: CommandKind<Report, void> = {
  name: 'suspect',
  async run(batch, reports) {
    // A retry after a lost answer counts a repeated reason twice, which is one report too many at worst.
    for (const report of reports) reportSuspicion(batch, report);
    return reports.map(() => ({ value: undefined }));
  },
};

/** A worker after a report. */
export interface SuspectedWorker {
  id: string;
  suspicions: number;
  paused: boolean;
}

/** A worker that a report has paused. */
export interface PausedWorker extends SuspectedWorker {
  name: string;
  reason: Suspicion;
}

/** Reports beyond these tell nothing new, and are not kept. */
export const REPORTS_KEPT_MAX = 100;

export interface SuspicionListeners {
  /** As part of the transaction, before it is committed. */
  tellUsers(ids: readonly number[], on: Executor): Promise<void>;
  /** After it is. */
  onUsers(ids: readonly number[]): void;
  onWorkers(workers: SuspectedWorker[]): void;
  onPaused?(worker: PausedWorker): void;
}

interface CountedRow extends SuspectedWorker {
  name: string;
  just_paused: boolean;
}

const LOCK = 'SELECT id FROM users WHERE id = ANY($1::int[]) ORDER BY id FOR NO KEY UPDATE';

// One row for the account, one for the worker; each unless a reason that counts once is on record for it.
const RECORD = `
  INSERT INTO suspicions (user_id, worker_id, reason, created_at)
  SELECT $1, $2, $3, $4
  WHERE CASE WHEN $5
    THEN coalesce((SELECT suspicions FROM workers WHERE id = $2), (SELECT suspicions FROM users WHERE id = $1)) < ${REPORTS_KEPT_MAX}
    ELSE NOT EXISTS (
      SELECT 1 FROM suspicions WHERE user_id = $1 AND worker_id IS NOT DISTINCT FROM $2 AND reason = $3)
  END
  RETURNING id`;

const COUNT_USER = 'UPDATE users SET suspicions = suspicions + 1 WHERE id = $1';

const COUNT_WORKER = `
  UPDATE workers w
  SET suspicions = w.suspicions + 1, paused = w.paused OR (w.suspicions + 1 >= ${SUSPICIONS_MAX} AND NOT u.trusted)
  FROM users u, (SELECT id, paused FROM workers WHERE id = $1 FOR NO KEY UPDATE) before
  WHERE w.id = before.id AND u.id = w.user_id
  RETURNING w.id, w.name, w.suspicions, w.paused, w.paused AND NOT before.paused AS just_paused`;

/** Writes the reports of a batch. They are few: one after the other. */
export function suspicions({ tellUsers, onUsers, onWorkers, onPaused }: SuspicionListeners): Finisher {
  return {
    name: 'suspicions',
    async finish(batch) {
      const reports = (batch.left.get(REPORTS) ?? []) as Report[];
      if (reports.length === 0) return;
      const { client } = batch;
      const userIds = [...new Set(reports.map(report => report.userId))];
      await client.query(LOCK, [userIds]);
      const workers = new Map<string, SuspectedWorker>();
      const justPaused: PausedWorker[] = [];
      for (const { userId, workerId = null, reason, atMs } of reports) {
        const record = async (worker: string | null) => {
          const values = [userId, worker, SUSPICIONS[reason], new Date(atMs), isRepeated(reason)];
          const { rowCount } = await client.query(RECORD, values);
          return rowCount === 1;
        };
        if (await record(null)) await client.query(COUNT_USER, [userId]);
        if (workerId === null || !(await record(workerId))) continue;
        const { rows } = await client.query<CountedRow>(COUNT_WORKER, [workerId]);
        for (const { just_paused, name, ...worker } of rows) {
          workers.set(worker.id, worker);
          if (just_paused) justPaused.push({ ...worker, name, reason });
        }
      }
      await tellUsers(userIds, client);
      batch.afterCommit(() => {
        onUsers(userIds);
        onWorkers([...workers.values()]);
        for (const worker of justPaused) onPaused?.(worker);
      });
    },
  };
}
