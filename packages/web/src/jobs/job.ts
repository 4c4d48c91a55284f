/**
 * One click on "Generate", followed until its pictures are in the gallery.
 *
 * sending -> queued -> drawing -> fetching -> done
 *    \          \________\_________\_____-> failed | expired | cancelled
 *
 * A job in `queued`, `drawing` or `fetching` survives a reload: its request id is stored and it is watched again.
 * One that is withdrawn goes on in its phase for the seconds in which that can be undone, and is cancelled then; if it
 * is done earlier, its pictures are kept.
 * A job that was `sending` when the page went away is `failed`: the page does not know whether the horde took it, and
 * sending it twice could cost twice.
 */
import type { RequestReasons } from '@openhorde/sdk';
import type { Failure } from '../api/failure.ts';
import type { Settings } from '../create/settings.ts';
import type { Note } from './notes.ts';

type Phase = 'sending' | 'queued' | 'drawing' | 'fetching' | 'done' | 'failed' | 'expired' | 'cancelled';

/** What the horde said at the last look. */
export interface Look {
  finished: number;
  processing: number;
  waiting: number;
  restarted: number;
  queuePosition: number;
  waitSeconds: number;
  /** Spent so far. */
  kudos: number;
  isPossible: boolean;
  /** Why no worker can take it, where the horde tells. */
  reasons: RequestReasons | null;
  /** Progress of the picture that is being drawn, where the worker reports it. */
  step: number | null;
  steps: number | null;
}

export interface Job {
  id: string;
  /** Id at the horde; null until it was accepted. */
  requestId: string | null;
  createdAtMs: number;
  settings: Settings;
  /** The picture it starts from. */
  source: Blob | null;
  phase: Phase;
  look: Look | null;
  /** The longest wait announced so far, seconds: the full length of the waiting bar. */
  longestWaitSeconds: number;
  /** Sentences of the horde about this request. */
  notes: Note[];
  /** What it was expected to cost when it was accepted; null when unknown. */
  expectedKudos: number | null;
  /** Taken back, but that can be undone. */
  isWithdrawn: boolean;
  /** The last try to ask the horde failed, and it is tried again. */
  isOutOfReach: boolean;
  /** Changes to the request that the form does not know: a merge patch for its body. */
  patch: RequestReasons['nearest'] | null;
  /** Ids of its pictures in the gallery. */
  pictureIds: string[];
  failure: Failure | null;
}

export function newJob(id: string, settings: Settings, source: Blob | null, nowMs: number): Job {
  return {
    id,
    requestId: null,
    createdAtMs: nowMs,
    settings,
    source,
    phase: 'sending',
    look: null,
    longestWaitSeconds: 0,
    notes: [],
    expectedKudos: null,
    isWithdrawn: false,
    isOutOfReach: false,
    patch: null,
    pictureIds: [],
    failure: null,
  };
}

export function isLive(job: Job): boolean {
  return (
    job.phase === 'sending' || job.phase === 'queued' || job.phase === 'drawing' || job.phase === 'fetching'
  );
}

/** The job after the horde accepted it. */
export function accepted(job: Job, answer: { id: string; notes: Note[]; kudos: number | null }): Job {
  return { ...job, requestId: answer.id, notes: answer.notes, expectedKudos: answer.kudos, phase: 'queued' };
}

/** The job after a look at it. A look never moves it out of a final phase or back from `fetching`. */
export function looked(job: Job, look: Look): Job {
  if (!isLive(job)) return job;
  const phase =
    job.phase === 'fetching' ? job.phase : look.processing > 0 || look.finished > 0 ? 'drawing' : 'queued';
  // A look without step numbers keeps the last ones, unless another picture has begun since.
  const sameCount = job.look?.finished === look.finished;
  const step = look.step ?? (sameCount ? (job.look?.step ?? null) : null);
  const steps = look.steps ?? job.look?.steps ?? null;
  return {
    ...job,
    phase,
    isOutOfReach: false,
    look: { ...look, step, steps },
    longestWaitSeconds: Math.max(job.longestWaitSeconds, look.waitSeconds),
  };
}

/**
 * A job that failed on the way to this browser, not at the horde: its request goes on there, and asking for it again
 * costs nothing.
 */
export function canResume(job: Job): boolean {
  const kind = job.failure?.kind;
  return (
    job.phase === 'failed' &&
    job.requestId !== null &&
    (kind === 'unreachable' || kind === 'unavailable' || kind === 'cooldown' || kind === 'unexpected')
  );
}

/** What is left of a job when the page starts again: see the head of this file. */
export function afterReload(job: Job): Job {
  if (job.phase !== 'sending') return job;
  return {
    ...job,
    phase: 'failed',
    failure: { kind: 'interrupted', message: '', rc: null, retryAtMs: null, fields: {} },
  };
}

/**
 * How much of the whole job is drawn, 0 to 1: finished pictures and the steps of the one in work.
 * A picture at a worker that reports no steps counts as a tenth.
 */
export function drawnFraction(job: Job): number {
  if (job.phase === 'done' || job.phase === 'fetching') return 1;
  const { look } = job;
  if (!look) return 0;
  const total = Math.max(1, job.settings.count);
  const inWork = look.processing === 0 ? 0 : look.step !== null && look.steps ? look.step / look.steps : 0.1;
  return Math.min(1, (look.finished + Math.min(look.processing, total) * inWork) / total);
}

/** Share of all live jobs that is drawn, in whole percent; null when there are none, or none has begun. */
export function percentDrawn(all: readonly Job[]): number | null {
  const live = all.filter(job => isLive(job) && !job.isWithdrawn);
  const drawn = live.reduce((sum, job) => sum + drawnFraction(job), 0);
  return drawn === 0 ? null : Math.floor((drawn / live.length) * 100);
}

/** How much of the announced wait is over, 0 to 1. */
export function waitedFraction(job: Job): number {
  if (!job.look || job.longestWaitSeconds <= 0) return 0;
  return 1 - Math.min(1, job.look.waitSeconds / job.longestWaitSeconds);
}
