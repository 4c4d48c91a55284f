/** The horde's answers in the app's words. Pure. */
import type { AcceptedRequest, RequestUpdate } from '@openhorde/sdk';
import type { Look } from './job.ts';

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
    step: update.progress?.step ?? null,
    steps: update.progress?.steps ?? null,
  };
}

/** What the horde wants people to know about a request that it accepted; each sentence once. */
export function notesOf(answer: Pick<AcceptedRequest, 'message' | 'warnings'>): string[] {
  const sentences = [answer.message, ...(answer.warnings ?? []).map(warning => warning.message)];
  return [...new Set(sentences.filter(sentence => sentence !== undefined && sentence !== ''))] as string[];
}
