import type { RequestEvent } from '@openhorde/contract';
import { requestState } from '@openhorde/rules';
import { pause, type World } from '../../platform/world.ts';
import type { Entry } from '../board/index.ts';
import type { CoreOffer, Kind } from '../kind.ts';
import { type CheckNeeds, checkOf, type WaitNeeds } from './check.ts';
import type { JobProgress, JobsAtWorkers } from './jobsAtWorkers.ts';

/** Position and waiting time change with everything else in the queue: looked at so often while a request waits. */
const LOOK_MILLISECONDS = 2000;
/** Changes closer together than this are told as one. */
const GATHER_MILLISECONDS = 100;

export interface Told {
  event: 'state' | 'end';
  data: RequestEvent;
}

/** The progress of the running job that is furthest, of one request or of several that belong together. */
export function furthestProgress(
  { running }: { running: JobsAtWorkers },
  requests: readonly { id: string }[],
): JobProgress | null {
  let furthest: JobProgress | null = null;
  for (const { id } of requests) {
    for (const { fake, progress } of running.ofRequest(id)) {
      if (fake || !progress) continue;
      const share = progress.step / progress.steps;
      if (!furthest || share > furthest.step / furthest.steps) furthest = progress;
    }
  }
  return furthest;
}

function eventOf<R, O extends CoreOffer>(horde: CheckNeeds, kind: Kind<R, O>, entry: Entry<R>): RequestEvent {
  return { ...checkOf(horde, kind, entry), progress: furthestProgress(horde, [entry]) };
}

/**
 * Follows a request: its state at once, again whenever that differs from what was told last, and `end` when it is done,
 * given up or gone. Ends early when `signal` aborts.
 */
export async function* followRequest<R, O extends CoreOffer>(
  horde: CheckNeeds & WaitNeeds & { world: Pick<World, 'after'> },
  kind: Kind<R, O>,
  entry: Entry<R>,
  signal: AbortSignal,
): AsyncGenerator<Told> {
  let told = '';
  while (!signal.aborted) {
    const data = eventOf(horde, kind, entry);
    const over = requestState(entry).done || kind.board.get(entry.id) !== entry;
    const text = JSON.stringify(data);
    if (text !== told) yield { event: 'state', data };
    told = text;
    if (over) {
      yield { event: 'end', data };
      return;
    }
    await horde.changes.wait(entry.id, () => true, LOOK_MILLISECONDS, signal);
    await pause(horde.world, GATHER_MILLISECONDS);
  }
}
