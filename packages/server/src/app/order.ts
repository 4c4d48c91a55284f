import type { Consequence } from '../core/consequences.ts';
import type { AbortedJob, SettledJob } from '../core/jobs/index.ts';
import type { Activation } from '../core/requests/index.ts';
import type { PaidUptime } from '../core/workers/index.ts';
import { chargeActivated, chargeSettled } from '../features/sharedkeys/index.ts';
import { tallyAborted, tallyActivated, tallySettled, tallyUptime } from '../features/stats/index.ts';
import { countStyleUse } from '../features/styles/index.ts';
import { reportSettled } from '../features/suspicions/index.ts';
import { deliverSettled } from '../features/webhooks/index.ts';
import type { BatchOrder } from '../platform/commits.ts';

/** What a batch of the commit pipeline runs, in this order: all commands of one kind, then those of the next. */
export const BATCH_ORDER: BatchOrder = {
  commands: [
    // An account, before what is done with it.
    'adjust-kudos',
    'change-user',
    'promote',
    'allowance',
    // A request before its claims, claims before what ends them.
    'check-in',
    'activate',
    'claim',
    'settle',
    'fault',
    'cancel',
    'transfer',
    'suspect',
    'rate-image',
    'rate-set',
  ],
  finishers: [
    // Workers who drop too much are reported by their tallies.
    'tallies',
    'suspicions',
    'holds',
    // A transfer is written down once the ledger has found the kudos, and only then raises the limit of a shared key.
    'ledger',
    'transfers',
    'shared-keys',
    'style-uses',
    'webhooks',
  ],
};

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
