import { HordeError, type RequestStatusCheck } from '@openhorde/contract';
import {
  fromCents,
  IMAGE_DIVISOR,
  queuePosition,
  remainingSeconds,
  requestState,
  waitSeconds,
} from '@openhorde/rules';
import type { Horde } from '../../app/horde.ts';
import type { ImageEntry } from '../jobs/index.ts';
import { findRequest } from './find.ts';

/** How far a request is, from memory alone. */
export function checkOf(horde: Horde, entry: ImageEntry): RequestStatusCheck {
  const { board, running, workers, world, crew } = horde;
  const state = requestState(entry);
  const rank = board.rank(entry);
  const nowMs = world.now();
  const remaining: number[] = [];
  for (const job of running.ofRequest(entry.id)) {
    const speed = workers.byId(job.workerId)?.speed ?? 0;
    if (!job.fake) remaining.push(remainingSeconds(entry.things, speed, (nowMs - job.startedAtMs) / 1000));
  }
  const { meanSpeed, threads } = crew.figures();
  const queue = rank && {
    thingsAhead: rank.things / IMAGE_DIVISOR,
    queuedJobs: rank.jobs,
    meanSpeed,
    threads,
  };
  return {
    ...state,
    wait_time: state.done ? 0 : waitSeconds(queue, remaining),
    queue_position: rank ? queuePosition(entry.waiting, rank.index) : 0,
    kudos: Math.round(fromCents(entry.consumedCents)),
    is_possible: state.processing > 0 || crew.couldTake(entry),
  };
}

/** @throws HordeError RequestNotFound */
export async function requestOf(horde: Horde, id: string): Promise<ImageEntry> {
  const entry = await findRequest(horde, id);
  if (!entry) throw new HordeError('RequestNotFound');
  return entry;
}

/** `GET /generate/check`: at once, or with `Prefer: wait` at the next change of the request. */
export async function checkRequest(
  horde: Horde,
  id: string,
  { waitSeconds: seconds, signal }: { waitSeconds: number; signal: AbortSignal },
): Promise<RequestStatusCheck> {
  const entry = await requestOf(horde, id);
  if (!requestState(entry).done) await horde.changes.wait(entry.id, () => true, seconds * 1000, signal);
  return checkOf(horde, entry);
}
