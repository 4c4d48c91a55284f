import { isRepeated, isSuspicious, REPORTS_KEPT_MAX, SUSPICIONS } from '@openhorde/rules';
import type { Report } from '../../core/needs.ts';
import type { Batch } from '../../platform/commits.ts';
import type { PausedWorker, SuspicionListeners } from './records.ts';

const LOCK_USERS =
  'SELECT id, trusted, suspicions FROM users WHERE id = ANY($1::int[]) ORDER BY id FOR NO KEY UPDATE';
const LOCK_WORKERS = `
  SELECT id, name, suspicions, paused FROM workers WHERE id = ANY($1::uuid[]) ORDER BY id FOR NO KEY UPDATE`;
// Only of reasons that count once: the others are too many.
const ON_RECORD = `
  SELECT user_id, worker_id, reason FROM suspicions
  WHERE reason = ANY($3::smallint[]) AND user_id = ANY($1::int[])
    AND (worker_id IS NULL OR worker_id = ANY($2::uuid[]))`;
const INSERT = `
  INSERT INTO suspicions (user_id, worker_id, reason, created_at)
  SELECT * FROM unnest($1::int[], $2::uuid[], $3::smallint[], $4::timestamptz[])`;
const UPDATE_USERS = `
  UPDATE users u SET suspicions = t.suspicions
  FROM unnest($1::int[], $2::int[]) AS t (id, suspicions) WHERE u.id = t.id`;
const UPDATE_WORKERS = `
  UPDATE workers w SET suspicions = t.suspicions, paused = t.paused
  FROM unnest($1::uuid[], $2::int[], $3::boolean[]) AS t (id, suspicions, paused) WHERE w.id = t.id`;

interface UserRow {
  id: number;
  trusted: boolean;
  suspicions: number;
}

interface WorkerRow {
  id: string;
  name: string;
  suspicions: number;
  paused: boolean;
}

/** One row to be: a report on an account, or on a worker. */
type Booked = Omit<Report, 'workerId'> & { workerId: string | null };

/** Books reports, one after another, on the workers and accounts that they are about, and tells what came of it. */
export async function writeReports(
  batch: Batch,
  reports: readonly Report[],
  { tellUsers, onUsers, onWorkers, onPaused }: SuspicionListeners,
): Promise<void> {
  const { client } = batch;
  const userIds = [...new Set(reports.map(({ userId }) => userId))];
  const workerIds = [...new Set(reports.flatMap(({ workerId }) => workerId ?? []))];
  const users = (await client.query<UserRow>(LOCK_USERS, [userIds])).rows;
  const workers = (await client.query<WorkerRow>(LOCK_WORKERS, [workerIds])).rows;
  const { booked, paused } = bookAll(reports, users, workers, await readOnRecord(batch, reports));
  if (booked.length === 0) return;
  await client.query(INSERT, [
    booked.map(({ userId }) => userId),
    booked.map(({ workerId }) => workerId),
    booked.map(({ reason }) => SUSPICIONS[reason]),
    booked.map(({ atMs }) => new Date(atMs)),
  ]);
  await client.query(UPDATE_USERS, [users.map(({ id }) => id), users.map(user => user.suspicions)]);
  await client.query(UPDATE_WORKERS, [
    workers.map(({ id }) => id),
    workers.map(worker => worker.suspicions),
    workers.map(worker => worker.paused),
  ]);
  await tellUsers(userIds, client);
  batch.afterCommit(() => {
    onUsers(userIds);
    onWorkers(workers.map(({ id, suspicions, paused: isPaused }) => ({ id, suspicions, paused: isPaused })));
    for (const worker of paused) onPaused?.(worker);
  });
}

/** Counts in the rows, and says what is to be written. */
function bookAll(
  reports: readonly Report[],
  users: readonly UserRow[],
  workers: readonly WorkerRow[],
  onRecord: Set<string>,
): { booked: Booked[]; paused: PausedWorker[] } {
  const usersById = new Map(users.map(user => [user.id, user]));
  const workersById = new Map(workers.map(worker => [worker.id, worker]));
  const booked: Booked[] = [];
  const paused: PausedWorker[] = [];
  const book = (subject: UserRow | WorkerRow | undefined, report: Booked): boolean => {
    if (!subject) return false;
    if (isRepeated(report.reason)) {
      if (subject.suspicions >= REPORTS_KEPT_MAX) return false;
    } else {
      const key = keyOf(subject.id, SUSPICIONS[report.reason]);
      if (onRecord.has(key)) return false;
      onRecord.add(key);
    }
    subject.suspicions += 1;
    booked.push(report);
    return true;
  };
  for (const report of reports) {
    const user = usersById.get(report.userId);
    book(user, { ...report, workerId: null });
    const worker = workersById.get(report.workerId ?? '');
    if (!worker || !book(worker, { ...report, workerId: worker.id }) || worker.paused) continue;
    worker.paused = isSuspicious({ suspicions: worker.suspicions, trusted: user?.trusted ?? false });
    if (worker.paused) paused.push({ ...worker, reason: report.reason });
  }
  return { booked, paused };
}

/** Which subjects have which reasons on record that count once. */
async function readOnRecord({ client }: Batch, reports: readonly Report[]): Promise<Set<string>> {
  const once = reports.filter(({ reason }) => !isRepeated(reason));
  if (once.length === 0) return new Set();
  const { rows } = await client.query<{ user_id: number; worker_id: string | null; reason: number }>(
    ON_RECORD,
    [
      once.map(({ userId }) => userId),
      once.flatMap(({ workerId }) => workerId ?? []),
      once.map(({ reason }) => SUSPICIONS[reason]),
    ],
  );
  return new Set(rows.map(row => keyOf(row.worker_id ?? row.user_id, row.reason)));
}

const keyOf = (subject: string | number, reason: number): string => `${subject} ${reason}`;
