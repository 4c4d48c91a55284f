import { HordeError, type RequestStatusCheck } from '@openhorde/contract';
import { fromCents, queuePosition, remainingSeconds, requestState, waitSeconds } from '@openhorde/rules';
import type { World } from '../../platform/world.ts';
import type { Entry } from '../board/index.ts';
import type { CoreOffer, Kind } from '../kind.ts';
import type { Modes } from '../needs.ts';
import type { WorkerRegistry } from '../workers/index.ts';
import type { RequestChanges } from './changes.ts';
import { type FindNeeds, findOn } from './find.ts';
import type { JobsAtWorkers } from './jobsAtWorkers.ts';
import { reasonsOf } from './reasons.ts';

export interface CheckNeeds {
  running: JobsAtWorkers;
  workers: Pick<WorkerRegistry, 'byId'>;
  world: Pick<World, 'now'>;
  modes(): Modes;
}

/** Waiting for changes of requests. */
export interface WaitNeeds {
  changes: Pick<RequestChanges, 'wait'>;
}

/** How far a request is, from memory alone. */
export function checkOf<R, O extends CoreOffer>(
  horde: CheckNeeds,
  kind: Kind<R, O>,
  entry: Entry<R>,
): RequestStatusCheck {
  const { running, workers, world } = horde;
  const state = requestState(entry);
  const rank = kind.board.rank(entry);
  const nowMs = world.now();
  const remaining: number[] = [];
  for (const job of running.ofRequest(entry.id)) {
    const speed = workers.byId(job.workerId)?.speed ?? 0;
    if (!job.fake) remaining.push(remainingSeconds(entry.things, speed, (nowMs - job.startedAtMs) / 1000));
  }
  const { meanSpeed, threads } = kind.crew.figures();
  const queue = rank && {
    thingsAhead: rank.things / kind.rules.divisor,
    queuedJobs: rank.jobs,
    meanSpeed,
    threads,
  };
  const isPossible = state.processing > 0 || kind.crew.couldTake(entry);
  const reasons = isPossible ? undefined : reasonsOf(horde, kind, entry);
  return {
    ...state,
    wait_time: state.done ? 0 : waitSeconds(queue, remaining),
    queue_position: rank ? queuePosition(entry.waiting, rank.index) : 0,
    kudos: Math.round(fromCents(entry.consumedCents)),
    is_possible: isPossible,
    ...(reasons && { reasons }),
  };
}

/** @throws HordeError RequestNotFound, for requests of other kinds as well */
export async function requestOf<R, O extends CoreOffer>(
  horde: FindNeeds,
  kind: Kind<R, O>,
  id: string,
): Promise<Entry<R>> {
  const entry = await findOn<R, O>(horde, kind, id);
  if (!entry) throw new HordeError('RequestNotFound');
  return entry;
}

export interface Patience {
  /** How long the caller wants to wait for something to say. */
  waitSeconds: number;
  signal: AbortSignal;
}

/** `check`: at once, or with `Prefer: wait` at the next change of the request. */
export async function checkRequest<R, O extends CoreOffer>(
  horde: CheckNeeds & FindNeeds & WaitNeeds,
  kind: Kind<R, O>,
  id: string,
  { waitSeconds: seconds, signal }: Patience,
): Promise<RequestStatusCheck> {
  const entry = await requestOf(horde, kind, id);
  if (!requestState(entry).done) await horde.changes.wait(entry.id, () => true, seconds * 1000, signal);
  return checkOf(horde, kind, entry);
}
