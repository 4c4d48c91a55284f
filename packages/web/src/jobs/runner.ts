/**
 * Sends jobs to the horde and follows them. One tab watches a job (see `watching.ts`); the others see its changes
 * through the job store.
 */

import { apiKey } from '../account/account.ts';
import { horde } from '../api/client.ts';
import { failure, failureOf } from '../api/failure.ts';
import { toRequest } from '../create/request.ts';
import type { Settings } from '../create/settings.ts';
import { toBase64 } from '../ui/base64.ts';
import { newId } from '../ui/newId.ts';
import { collectPictures } from './collect.ts';
import { accepted, afterReload, isLive, type Job, looked, newJob } from './job.ts';
import { getJob, loadJobs, putJob, removeJob } from './jobStore.ts';
import { watchedElsewhere, watchesAlone, watching } from './watching.ts';
import { lookOf, notesOf } from './wire.ts';

const running = new Map<string, AbortController>();

/** Sends a new job. Returns at once; follow it in the job store. */
export function startJob(settings: Settings, source: Blob | null): Job {
  const job = newJob(newId(), settings, source, Date.now());
  putJob(job);
  void follow(job.id, run);
  return job;
}

/** Sends the same again in place of a job that failed. */
export function retryJob(job: Job): void {
  removeJob(job.id);
  startJob(job.settings, job.source);
}

/** Takes the job back from the horde; what is drawn already is kept. */
export async function cancelJob(job: Job): Promise<void> {
  running.get(job.id)?.abort();
  putJob({ ...job, phase: 'cancelled' });
  if (job.requestId === null) return;
  try {
    const status = await horde.cancel(job.requestId);
    const pictureIds = await collectPictures(job, status.generations, status.kudos);
    if (pictureIds.length > 0) putJob({ ...job, phase: 'cancelled', pictureIds });
  } catch (error) {
    if (failureOf(error, Date.now()).kind !== 'gone')
      console.warn('The horde did not answer the cancel:', error);
  }
}

/** Takes up what earlier visits left unfinished. */
export async function resumeJobs(): Promise<void> {
  for (const job of await loadJobs(watchedElsewhere)) {
    if (isLive(job)) void follow(job.id, takeOver);
    else putJob(job);
  }
}

/** What happens to a job of another visit or tab once it is ours to watch. */
async function takeOver(jobId: string, signal: AbortSignal): Promise<void> {
  const job = getJob(jobId);
  // Its tab closed before the horde answered; or that tab is still at it.
  if (job?.phase === 'sending') return watchesAlone() ? putJob(afterReload(job)) : undefined;
  return run(jobId, signal);
}

async function follow(
  jobId: string,
  act: (jobId: string, signal: AbortSignal) => Promise<void>,
): Promise<void> {
  if (running.has(jobId)) return;
  const controller = new AbortController();
  running.set(jobId, controller);
  try {
    await watching(jobId, () => act(jobId, controller.signal));
  } finally {
    running.delete(jobId);
  }
}

async function run(jobId: string, signal: AbortSignal): Promise<void> {
  const update = (change: (job: Job) => Job) => {
    const current = getJob(jobId);
    if (current && isLive(current)) putJob(change(current));
  };
  try {
    const start = getJob(jobId);
    if (!start || !isLive(start)) return;
    const requestId = start.requestId ?? (await send(start, update));
    const result = await horde.waitFor(requestId, {
      signal,
      onUpdate: seen => update(job => looked(job, lookOf(seen))),
    });
    update(job => ({ ...looked(job, lookOf({ ...result, progress: null })), phase: 'fetching' }));
    const current = getJob(jobId) ?? start;
    const pictureIds = await collectPictures(current, result.generations, result.kudos);
    const isWhole = !result.faulted && pictureIds.length >= current.settings.count;
    const hasSome = pictureIds.length > 0;
    update(job => ({
      ...job,
      pictureIds,
      phase: hasSome ? 'done' : 'failed',
      failure: isWhole ? null : failure(hasSome ? 'partial' : 'faulted', ''),
    }));
  } catch (error) {
    if (signal.aborted) return;
    const failed = failureOf(error, Date.now());
    const expired = failed.kind === 'gone' && getJob(jobId)?.requestId !== null;
    update(job => ({ ...job, phase: expired ? 'expired' : 'failed', failure: failed }));
  }
}

async function send(job: Job, update: (change: (job: Job) => Job) => void): Promise<string> {
  const sourceBase64 = job.source ? await toBase64(job.source) : null;
  const answer = await horde.generateAsync(toRequest(job.settings, sourceBase64), { apikey: apiKey.get() });
  update(current => accepted(current, { id: answer.id, notes: notesOf(answer) }));
  // Cancelled while the answer was on its way: the job left its live phase, so nobody else will take it back.
  if (getJob(job.id)?.phase === 'cancelled') await horde.cancel(answer.id);
  return answer.id;
}
