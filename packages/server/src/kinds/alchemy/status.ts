import type { InterrogationEvent, InterrogationStatus, Output } from '@openhorde/contract';
import { alchemyState, isOver } from '@openhorde/rules';
import type { Modes } from '../../core/needs.ts';
import {
  furthestProgress,
  isUnserved,
  type JobsAtWorkers,
  type Patience,
  type RequestChanges,
  reasonsOf,
} from '../../core/requests/index.ts';
import type { Platform } from '../../platform/platform.ts';
import { pause } from '../../platform/world.ts';
import { type Form, formsOf, readForms } from './family.ts';
import { shownResult } from './results.ts';
import type { AlchemyKind } from './rules.ts';
import { FormsWatch } from './watch.ts';

/** What a request is shown with. */
export interface ShowNeeds extends Pick<Platform, 'objects'> {
  modes(): Modes;
}

export interface StatusNeeds extends ShowNeeds, Pick<Platform, 'db' | 'world'> {
  changes: Pick<RequestChanges, 'watch'>;
}

export interface FollowNeeds extends StatusNeeds {
  running: JobsAtWorkers;
}

/** `GET /interrogate/status`: at once, or with `Prefer: wait` when the request is over. */
export async function alchemyStatus(
  horde: StatusNeeds,
  kind: AlchemyKind,
  requestId: string,
  { waitSeconds, signal }: Patience,
): Promise<Output<InterrogationStatus>> {
  const forms = await formsOf(horde, requestId);
  if (waitSeconds <= 0 || isOver(stateOf(forms))) return statusOf(horde, kind, forms);
  const untilMs = horde.world.now() + waitSeconds * 1000;
  const watch = new FormsWatch(horde, forms);
  try {
    for (;;) {
      const now = await formsOf(horde, requestId);
      if (isOver(stateOf(now)) || !(await watch.next(untilMs - horde.world.now(), signal))) {
        return statusOf(horde, kind, now);
      }
    }
  } finally {
    watch.end();
  }
}

/** Changes closer together than this are told as one. */
const GATHER_MILLISECONDS = 100;
/** Looked at so often even when nothing is heard: a request that expires goes in silence. */
const LOOK_MILLISECONDS = 5000;

export interface Told {
  event: 'state' | 'end';
  data: Output<InterrogationEvent>;
}

/**
 * Follows a request: its state at once, again whenever that differs from what was told last, and `end` when it is over or
 * gone. Ends early when `signal` aborts.
 */
export async function* followAlchemy(
  horde: FollowNeeds,
  kind: AlchemyKind,
  requestId: string,
  forms: readonly Form[],
  signal: AbortSignal,
): AsyncGenerator<Told> {
  const watch = new FormsWatch(horde, forms);
  try {
    let now = forms;
    let last = '';
    while (!signal.aborted) {
      const data = { ...statusOf(horde, kind, now), progress: furthestProgress(horde, now) };
      const text = JSON.stringify([now, data.progress]);
      if (text !== last) yield { event: 'state', data };
      last = text;
      const next = isOver(stateOf(now)) ? [] : await nextForms(horde, requestId, watch, signal);
      if (next.length === 0 && !signal.aborted) yield { event: 'end', data };
      if (next.length === 0) return;
      now = next;
    }
  } finally {
    watch.end();
  }
}

/** The forms after the next change; none when the request is gone. */
async function nextForms(
  horde: Pick<StatusNeeds, 'db' | 'world'>,
  requestId: string,
  watch: FormsWatch,
  signal: AbortSignal,
): Promise<readonly Form[]> {
  await watch.next(LOOK_MILLISECONDS, signal);
  await pause(horde.world, GATHER_MILLISECONDS);
  return readForms(horde, requestId);
}

const stateOf = (forms: readonly Form[]) => alchemyState(forms.map(form => form.state));

/** A request with the results that are there, and why no worker takes its waiting forms. */
export function statusOf(
  horde: ShowNeeds,
  kind: AlchemyKind,
  forms: readonly Form[],
): Output<InterrogationStatus> {
  return {
    state: stateOf(forms),
    forms: forms.map(({ id, form, state, result }) => {
      const entry = state === 'waiting' ? kind.board.get(id) : undefined;
      const reasons = entry && isUnserved(horde, kind, entry) ? reasonsOf(horde, kind, entry) : undefined;
      return {
        form,
        state,
        ...(result && state === 'done' && { result: shownResult(horde, result) }),
        ...(reasons && { reasons }),
      };
    }),
  };
}
