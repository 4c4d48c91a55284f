/** Which sentence tells where a job is. Pure; the sentences are in the locales under `progress`. */
import type { Job } from './job.ts';

export interface ProgressWords {
  key: `progress.${'sending' | 'withdrawn' | 'outOfReach' | 'fetching' | 'next' | 'queued' | 'waiting' | 'position' | 'drawing'}`;
  values: { count?: number; ordinal?: boolean };
}

export function progressWords(job: Job, isOnline = true): ProgressWords {
  const { look } = job;
  if (job.isWithdrawn) return { key: 'progress.withdrawn', values: {} };
  if (job.isOutOfReach || !isOnline) return { key: 'progress.outOfReach', values: {} };
  if (job.phase === 'sending') return { key: 'progress.sending', values: {} };
  if (job.phase === 'fetching') return { key: 'progress.fetching', values: {} };
  if (!look) return { key: 'progress.queued', values: {} };
  if (look.processing > 0) return { key: 'progress.drawing', values: { count: look.processing } };
  // All is drawn; the status with the pictures is on its way.
  if (look.finished > 0 && look.waiting === 0) return { key: 'progress.fetching', values: {} };
  if (!look.isPossible) return { key: 'progress.waiting', values: {} };
  if (look.queuePosition === 1) return { key: 'progress.next', values: {} };
  if (look.queuePosition > 1)
    return { key: 'progress.position', values: { count: look.queuePosition, ordinal: true } };
  return { key: 'progress.queued', values: {} };
}
