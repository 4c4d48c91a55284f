import type { WorkerType } from '@openhorde/contract';
import type { Horde } from '../horde.ts';
import type { Worker } from '../workers/index.ts';
import type { RunningJob } from './runningJobs.ts';
import { refusal } from './settle.ts';

export interface FoundJob {
  id: string;
  state: string;
  worker: Worker | undefined;
  /** While it runs. */
  job: RunningJob | undefined;
}

const UUID = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/i;

const STATE = `
  SELECT j.state, j.worker_id, r.kind FROM jobs j JOIN requests r ON r.id = j.request_id WHERE j.id = $1`;

/** A job in whatever state. @throws HordeError InvalidJobID, for a job of another kind as well when `kind` is given */
export async function findJob(horde: Horde, id: string, kind?: WorkerType): Promise<FoundJob> {
  if (!UUID.test(id)) throw refusal(id, undefined);
  const key = id.toLowerCase();
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
