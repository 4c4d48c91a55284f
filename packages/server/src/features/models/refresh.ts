import type { Timers } from '../../platform/timers.ts';
import type { KeptReference } from './keptReference.ts';

const HOUR_MILLISECONDS = 3_600_000;
const RETRY_MILLISECONDS = 60_000;

/** Reads the reference again every hour, and every minute while a source could not be read. */
export function refreshEveryHour(
  reference: Pick<KeptReference<unknown>, 'kind' | 'load'>,
  timers: Timers,
  now: () => number,
  wasGood: boolean,
): void {
  let isGood = wasGood;
  let readAtMs = now();
  timers.repeat({
    name: `${reference.kind} model reference`,
    everyMs: RETRY_MILLISECONDS,
    async run() {
      if (isGood && now() - readAtMs < HOUR_MILLISECONDS) return;
      isGood = await reference.load();
      readAtMs = now();
    },
  });
}
