/** The horde's answers in the app's words. Pure. */
import type { AcceptedRequest, RequestUpdate } from '@openhorde/sdk';
import type { Look } from './job.ts';
import type { Note } from './notes.ts';

export function lookOf(update: Omit<RequestUpdate, 'id'>): Look {
  return {
    finished: update.finished,
    processing: update.processing,
    waiting: update.waiting,
    restarted: update.restarted,
    queuePosition: update.queue_position,
    waitSeconds: update.wait_time,
    kudos: update.kudos,
    isPossible: update.is_possible,
    reasons: update.reasons ?? null,
    step: update.progress?.step ?? null,
    steps: update.progress?.steps ?? null,
  };
}

/**
 * What the horde wants people to know about a request that it accepted; each sentence once. A warning by code that no
 * worker can take the request is left out: it may pass, and every check of the request tells it anew.
 */
export function notesOf(answer: Pick<AcceptedRequest, 'message' | 'warnings'>): Note[] {
  const warnings = answer.warnings ?? [];
  const notes: Note[] = warnings.map(({ code = null, message = '' }) => ({ code, message }));
  const isTold = warnings.some(({ message }) => message === answer.message);
  if (answer.message && !isTold) notes.unshift({ code: null, message: answer.message });
  return notes.filter(({ code, message }) => message !== '' && code !== 'NoAvailableWorker');
}
