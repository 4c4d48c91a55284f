import type { Progress } from '@openhorde/inference/engine';
import { HordeApiError, type HordeClient } from '@openhorde/sdk';
import { notBefore } from '../backOff.ts';

/** The horde let go of a job while the engine was at it: its requester took it back, or its time was over. */
export class JobCancelled extends Error {
  override readonly name = 'JobCancelled';
}

/**
 * Tells the horde how far a job is, at most once in `gapMs` and never two calls at a time, and calls `onCancelled`
 * when the answer is that the requester no longer waits for it. Faults are ignored: the next report says it all anew,
 * once the wait is over that the horde asks for.
 */
export function createProgressReports(
  client: HordeClient,
  jobId: string,
  settings: { gapMs: number; now: () => number; signal: AbortSignal },
  onCancelled: (reason: JobCancelled) => void,
): (progress: Progress) => void {
  let lastMs = Number.NEGATIVE_INFINITY;
  let busy = false;

  return progress => {
    const now = settings.now();
    if (busy || now - lastMs < settings.gapMs || settings.signal.aborted) return;
    busy = true;
    lastMs = now;
    // The wire wants at least one step; a loading engine may not know any.
    const report = {
      id: jobId,
      step: progress.step,
      steps: Math.max(1, progress.steps),
      stage: progress.stage,
    };
    client
      .progress(report, { signal: settings.signal })
      .then(answer => {
        if (answer?.cancelled) onCancelled(new JobCancelled('the request was cancelled'));
      })
      .catch(error => {
        if (error instanceof HordeApiError && (error.rc === 'InvalidJobID' || error.rc === 'AbortedGen')) {
          onCancelled(new JobCancelled('the horde does not know this job any more'));
        }
        if (error instanceof HordeApiError) lastMs = Math.max(lastMs, settings.now() + notBefore(error, 0));
      })
      .finally(() => {
        busy = false;
      });
  };
}
