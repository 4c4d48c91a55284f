import { parseUuid, type WorkerType } from '@openhorde/contract';
import type { Executor } from '../../platform/db.ts';
import type { Worker, WorkerRegistry } from '../workers/index.ts';
import type { RunningJob, RunningJobs } from './runningJobs.ts';
import { refusal } from './settle.ts';

export interface FoundJob {
  id: string;
  state: string;
  worker: Worker | undefined;
  /** While it runs. */
  job: RunningJob | undefined;
}

const STATE = `
  SELECT j.state, j.worker_id, r.kind FROM jobs j JOIN requests r ON r.id = j.request_id WHERE j.id = $1`;

export interface FindJobNeeds {
  running: Pick<RunningJobs, 'find'>;
  workers: Pick<WorkerRegistry, 'find'>;
  db: Executor;
}

/**
 * A job in any state.
 * @throws HordeError InvalidJobID, for a job of another kind as well when `kind` is given
 */
export async function findJob(horde: FindJobNeeds, id: string, kind?: WorkerType): Promise<FoundJob> {
  const key = parseUuid(id);
  if (key === undefined) throw refusal(id, undefined);
  const job = await horde.running.find(key);
  if (job) {
    if (kind !== undefined && job.kind !== kind) throw refusal(id, undefined);
    return { id: key, state: 'processing', worker: await horde.workers.find(job.workerId), job };
  }
  const { rows } = await horde.db.query<{ state: string; worker_id: string; kind: WorkerType }>(STATE, [key]);
  const [row] = rows;
  if (!row || (kind !== undefined && row.kind !== kind)) throw refusal(id, undefined);
  return { id: key, state: row.state, worker: await horde.workers.find(row.worker_id), job: undefined };
}
