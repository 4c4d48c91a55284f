import type { OnWorkerEvent, WorkerEvent } from '@openhorde/worker';
import { bar, dim, progress, red, say, styled, type Text } from './terminal.ts';

/** Shows what a worker does: one line for each job, one that moves for the job at work. */
export function workerView(): OnWorkerEvent {
  let kudos = 0;
  let images = 0;
  let wasIdle = false;
  return event => {
    if (event.type !== 'idle') wasIdle = false;
    switch (event.type) {
      case 'progress':
        progress(styled`  ${bar(event.step / event.steps)} ${event.step}/${event.steps} ${dim(event.stage)}`);
        return;
      case 'generated':
        say(
          `  made ${event.images} ${event.images === 1 ? 'image' : 'images'} in ${event.seconds.toFixed(1)} s`,
        );
        return;
      case 'delivered':
        kudos += event.kudos ?? 0;
        images += 1;
        progress(styled`  ${dim(`${images} delivered, ${kudos.toFixed(0)} kudos earned`)}`);
        return;
      case 'idle':
        if (!wasIdle) progress(styled`  ${dim(idleText(event.skipped))}`);
        wasIdle = true;
        return;
      default: {
        const text = sentence(event);
        if (text !== undefined) say(styled`  ${text}`);
      }
    }
  };
}

function idleText(skipped: Record<string, number>): string {
  const reasons = Object.entries(skipped).filter(([, count]) => count > 0);
  if (reasons.length === 0) return 'waiting for work';
  return `waiting for work (passed over: ${reasons.map(([reason, count]) => `${reason} ${count}`).join(', ')})`;
}

/** Events that are worth a line of their own; undefined for the others. */
function sentence(event: WorkerEvent): Text | undefined {
  switch (event.type) {
    case 'warning':
      return `note: ${event.message}`;
    case 'faulted':
      return red(`a job failed: ${event.reason}`);
    case 'unwanted':
      return dim(`a result is not wanted any more: ${event.reason}`);
    case 'trouble':
      return dim(`${event.doing}: ${event.message}; trying again in ${Math.round(event.retryMs / 1000)} s`);
    case 'message':
      return `message from ${event.origin}: ${event.message}`;
    case 'paused':
      return `pausing for ${Math.round(event.ms / 1000)} s: ${event.reason}`;
    case 'engine':
      return event.state === 'restarting' ? red(`the engine is restarted: ${event.message}`) : undefined;
    default:
      return undefined;
  }
}
