/**
 * The jobs of this browser: in memory for React, in IndexedDB for the next visit, and told to the other tabs.
 * When storage is forbidden everything works until the page closes.
 */
import { openHordeDb } from '../gallery/db.ts';
import { createStore } from '../ui/createStore.ts';
import { afterReload, isLive, type Job, newJob } from './job.ts';

/** Finished jobs that stay on the create page. Their pictures stay in the gallery for good. */
const KEPT_JOBS_MAX = 24;

/** Newest first. */
export const jobs = createStore<readonly Job[]>([]);

const otherTabs = typeof BroadcastChannel === 'undefined' ? null : new BroadcastChannel('openhorde.jobs');

type Message = { kind: 'job'; job: Job } | { kind: 'removed'; id: string };

otherTabs?.addEventListener('message', (event: MessageEvent<Message>) => {
  if (event.data.kind === 'job') putInMemory(event.data.job);
  else removeFromMemory(event.data.id);
});

export function getJob(id: string): Job | undefined {
  return jobs.get().find(job => job.id === id);
}

/** Puts the job in place of its former self. Storage follows; memory is first, so the page never waits. */
export function putJob(job: Job): void {
  putInMemory(job);
  otherTabs?.postMessage({ kind: 'job', job } satisfies Message);
  void write(db => db.put('jobs', job));
}

export function removeJob(id: string): void {
  removeFromMemory(id);
  otherTabs?.postMessage({ kind: 'removed', id } satisfies Message);
  void write(db => db.delete('jobs', id));
}

/** Loads what the last visit left; older finished jobs are forgotten. Jobs of this visit are kept as they are. */
export async function loadJobs(
  watchedElsewhere: () => Promise<ReadonlySet<string>>,
): Promise<readonly Job[]> {
  const stored = await openHordeDb()
    .then(async db => (await db.getAll('jobs')).map(completed))
    .catch(() => []);
  const newestFirst = stored.sort((a, b) => b.createdAtMs - a.createdAtMs);
  const finished = newestFirst.filter(job => !isLive(job));
  for (const job of finished.slice(KEPT_JOBS_MAX)) void write(db => db.delete('jobs', job.id));
  const kept = newestFirst.filter(job => isLive(job) || finished.indexOf(job) < KEPT_JOBS_MAX);
  // Only a job that is being sent is another thing for the tab that sends it than for the rest.
  const foreign = kept.some(job => job.phase === 'sending') ? await watchedElsewhere() : new Set();
  for (const job of kept) {
    if (!getJob(job.id)) putInMemory(foreign.has(job.id) ? job : afterReload(job));
  }
  return jobs.get();
}

/** A job as an earlier version of the app stored it, with what that version did not know. */
function completed(stored: Job): Job {
  const job = { ...newJob(stored.id, stored.settings, stored.source, stored.createdAtMs), ...stored };
  return { ...job, notes: job.notes.filter(note => typeof note === 'object') };
}

function putInMemory(job: Job): void {
  jobs.set(all => {
    const others = all.filter(other => other.id !== job.id);
    return [job, ...others].sort((a, b) => b.createdAtMs - a.createdAtMs);
  });
}

function removeFromMemory(id: string): void {
  jobs.set(all => all.filter(job => job.id !== id));
}

async function write(act: (db: Awaited<ReturnType<typeof openHordeDb>>) => Promise<unknown>): Promise<void> {
  try {
    await act(await openHordeDb());
  } catch (error) {
    console.warn('This browser refuses to store jobs:', error);
  }
}
