import type { Suspicion } from '@openhorde/rules';
import type { Executor } from '../../platform/db.ts';

/*
 * Reports of suspicion (rules-countermeasures §2). A report on a worker is one on its owner as well. Most reasons count
 * once, as long as they are on record; a worker with five reports, whose owner is not trusted, is paused. The anonymous
 * account is never suspected.
 */

/** A worker after a report. */
export interface SuspectedWorker {
  id: string;
  suspicions: number;
  paused: boolean;
}

/** A worker that a report has paused. */
export interface PausedWorker extends SuspectedWorker {
  name: string;
  reason: Suspicion;
}

export interface SuspicionListeners {
  /** As part of the transaction, before it is committed. */
  tellUsers(ids: readonly number[], on: Executor): Promise<void>;
  /** After it is. */
  onUsers(ids: readonly number[]): void;
  onWorkers(workers: SuspectedWorker[]): void;
  onPaused?(worker: PausedWorker): void;
}
