import { HordeError, type JobProgressInput } from '@openhorde/contract';
import type { Principal } from '../../http/index.ts';
import type { Entry } from '../board/index.ts';
import type { RequestChanges } from '../requests/index.ts';
import { type FindJobNeeds, findJob } from './findJob.ts';
import type { RunningJobs } from './runningJobs.ts';

export interface ProgressNeeds extends FindJobNeeds {
  running: Pick<RunningJobs, 'find' | 'get' | 'ofRequest'>;
  /** A request of any kind that has not expired. */
  find(requestId: string): Promise<Entry<unknown> | undefined>;
  changes: Pick<RequestChanges, 'touch'>;
}

/**
 * Notes how far a job is, for those who watch its request.
 * @returns whether the job is still wanted: false lets the worker stop early
 * @throws HordeError InvalidJobID, WrongCredentials
 */
export async function reportProgress(
  horde: ProgressNeeds,
  { body, principal }: { body: JobProgressInput; principal(): Promise<Principal> },
): Promise<{ cancelled: boolean }> {
  const { job, worker } = await findJob(horde, jobIdOf(horde, body.id));
  const owner = await principal();
  if (worker?.userId !== owner.id) throw new HordeError('WrongCredentials');
  const entry = job && (await horde.find(job.requestId));
  if (!job || !entry) return { cancelled: true };
  job.progress = { step: body.step, steps: body.steps, stage: body.stage ?? null };
  horde.changes.touch(entry.id);
  return { cancelled: entry.cancelled || entry.faulted };
}

/** An alchemist knows the id of its form, which has one job at a time. */
function jobIdOf({ running }: Pick<ProgressNeeds, 'running'>, id: string): string {
  const [job] = running.get(id) ? [] : running.ofRequest(id);
  return job?.kind === 'interrogation' ? job.id : id;
}
