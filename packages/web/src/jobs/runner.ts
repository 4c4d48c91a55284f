/**
 * Sends jobs to the horde and follows them. One tab watches a job (see `watching.ts`); the others see its changes
 * through the job store.
 */

import i18next from 'i18next';
import { apiKey } from '../account/account.ts';
import { horde } from '../api/client.ts';
import { failure, failureOf } from '../api/failure.ts';
import { toRequest } from '../create/request.ts';
import type { Settings } from '../create/settings.ts';
import { toBase64 } from '../ui/base64.ts';
import { newId } from '../ui/newId.ts';
import { remember, remembered } from '../ui/remember.ts';
import { showToast } from '../ui/toasts.ts';
import { announceDone } from './announce.ts';
import { collectPictures } from './collect.ts';
import { accepted, afterReload, canResume, isLive, type Job, looked, newJob } from './job.ts';
import { getJob, loadJobs, putJob, removeJob } from './jobStore.ts';
import { mergePatch, type Proposal } from './proposal.ts';
import { watchedElsewhere, watchesAlone, watching } from './watching.ts';
import { lookOf, notesOf } from './wire.ts';

const running = new Map<string, AbortController>();

/** Sends a new job. Returns at once; follow it in the job store. */
export function startJob(settings: Settings, source: Blob | null, patch: Job['patch'] = null): Job {
  const job = { ...newJob(newId(), settings, source, Date.now()), patch };
  putJob(job);
  void follow(job.id, run);
  return job;
}

/** Asks once more for a request that the horde still has; sends the same again in place of one that it has not. */
export function retryJob(job: Job): void {
  if (canResume(job)) {
    putJob({ ...job, phase: 'queued', failure: null });
    void follow(job.id, run);
    return;
  }
  removeJob(job.id);
  startJob(job.settings, job.source, job.patch);
}

/** Sends what the horde proposes in place of a job that no worker takes. */
export function takeProposal(job: Job, { settings, keepsSource, patch }: Proposal): void {
  void cancelJob(job);
  removeJob(job.id);
  const params = { ...(job.patch?.params as object), ...(patch.params as object) };
  startJob(settings, keepsSource ? job.source : null, { ...job.patch, ...patch, params });
}

/** Jobs that this tab withdrew and has not cancelled yet. */
const withdrawn = new Set<string>();
const LEFT = 'withdrawn';
// Who leaves the page will not undo it. The database may not get to write it down any more, so that is noted besides.
globalThis.addEventListener?.('pagehide', () => {
  if (withdrawn.size > 0) remember(LEFT, [...withdrawn].join(' '));
  for (const id of withdrawn) cancelWithdrawn(id);
});

/** Takes the job back, for good once the time to undo it is over. */
export function withdrawJob(job: Job): void {
  change(job.id, current => ({ ...current, isWithdrawn: true }));
  withdrawn.add(job.id);
  showToast({
    text: i18next.t('jobs.cancelledToast'),
    action: { label: i18next.t('jobs.undo'), run: () => keepJob(job.id) },
    onGone: () => cancelWithdrawn(job.id),
  });
}

/** Undoes `withdrawJob`. */
export function keepJob(jobId: string): void {
  withdrawn.delete(jobId);
  change(jobId, job => ({ ...job, isWithdrawn: false }));
}

function cancelWithdrawn(jobId: string): void {
  withdrawn.delete(jobId);
  const job = getJob(jobId);
  if (job?.isWithdrawn && isLive(job)) void cancelJob(job);
}

/** Changes a job that is still live. */
function change(jobId: string, changed: (job: Job) => Job): void {
  const current = getJob(jobId);
  if (current && isLive(current)) putJob(changed(current));
}

/** Cancels the request at the horde; pictures that are drawn already are kept. */
async function cancelJob(live: Job): Promise<void> {
  running.get(live.id)?.abort();
  const job: Job = { ...live, phase: 'cancelled', isWithdrawn: false };
  putJob(job);
  if (job.requestId === null) return;
  try {
    const status = await horde.cancel(job.requestId);
    const pictureIds = await collectPictures(job, status.generations, status.kudos);
    if (pictureIds.length > 0 && getJob(job.id)) putJob({ ...job, pictureIds });
  } catch (error) {
    if (failureOf(error, Date.now()).kind !== 'gone')
      console.warn('The horde did not answer the cancel:', error);
  }
}

/** Takes up what earlier visits left unfinished. */
export async function resumeJobs(): Promise<void> {
  const left = remembered(LEFT)?.split(' ') ?? [];
  remember(LEFT, null);
  for (const job of await loadJobs(watchedElsewhere)) {
    if (isLive(job) && (job.isWithdrawn || left.includes(job.id))) void cancelJob(job);
    else if (isLive(job)) void follow(job.id, takeOver);
    else putJob(job);
  }
}

/** Goes on with a job of another visit or tab once this tab watches it. */
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
  const update = (changed: (job: Job) => Job) => change(jobId, changed);
  const onTrouble = () => update(job => ({ ...job, isOutOfReach: true }));
  try {
    const start = getJob(jobId);
    if (!start || !isLive(start)) return;
    const requestId = start.requestId ?? (await send(start, update));
    const result = await horde.waitFor(requestId, {
      signal,
      onTrouble,
      onUpdate: seen => update(job => looked(job, lookOf(seen))),
    });
    update(job => ({ ...looked(job, lookOf({ ...result, progress: null })), phase: 'fetching' }));
    const current = getJob(jobId) ?? start;
    const pictureIds = await collectPictures(current, result.generations, result.kudos, {
      signal,
      onTrouble,
    });
    const isWhole = !result.faulted && pictureIds.length >= current.settings.count;
    const hasSome = pictureIds.length > 0;
    update(job => ({
      ...job,
      pictureIds,
      isWithdrawn: false,
      phase: hasSome ? 'done' : 'failed',
      failure: isWhole ? null : failure(hasSome ? 'partial' : 'faulted', ''),
    }));
    if (hasSome) announceDone(current);
  } catch (error) {
    if (signal.aborted) return;
    const failed = failureOf(error, Date.now());
    const expired = failed.kind === 'gone' && getJob(jobId)?.requestId !== null;
    update(job => ({ ...job, phase: expired ? 'expired' : 'failed', failure: failed }));
  }
}

async function send(job: Job, update: (change: (job: Job) => Job) => void): Promise<string> {
  const sourceBase64 = job.source ? await toBase64(job.source) : null;
  const body = toRequest(job.settings, sourceBase64);
  const answer = await horde.generateAsync(job.patch ? mergePatch(body, job.patch) : body, {
    apikey: apiKey.get(),
  });
  const kudos = answer.kudos ?? null;
  update(current => accepted(current, { id: answer.id, notes: notesOf(answer), kudos }));
  // Cancelled while the answer was on its way: the job left its live phase, so no other code will take it back.
  if (getJob(job.id)?.phase === 'cancelled') await horde.cancel(answer.id);
  return answer.id;
}
