import type { Consequence } from '../core/consequences.ts';
import type { AbortedJob, SettledJob } from '../core/jobs/index.ts';
import type { Activation } from '../core/requests/index.ts';
import type { PaidUptime } from '../core/workers/index.ts';
import { chargeActivated, chargeSettled } from '../features/sharedkeys/index.ts';
import { tallyAborted, tallyActivated, tallySettled, tallyUptime } from '../features/stats/index.ts';
import { countStyleUse } from '../features/styles/index.ts';
import { reportSettled } from '../features/suspicions/index.ts';
import { deliverSettled } from '../features/webhooks/index.ts';

// What follows, in the same transaction and in this order, when the kernel changes something.

/** A request went into the queue. */
export const ACTIVATED: readonly Consequence<Activation>[] = [chargeActivated, countStyleUse, tallyActivated];

/** A job was delivered. */
export const SETTLED: readonly Consequence<SettledJob>[] = [
  chargeSettled,
  tallySettled,
  reportSettled,
  deliverSettled,
];

/** A job was given up, or ran out of time. */
export const ABORTED: readonly Consequence<AbortedJob>[] = [tallyAborted];

/** Ten minutes of a worker's uptime were paid for. */
export const UPTIME_PAID: readonly Consequence<PaidUptime>[] = [tallyUptime];
