import type { ImageWorkerOffer, ModelReference } from '@openhorde/rules';
import type { Waiters } from '../features/board/index.ts';
import type { ImageBoard, ImageEntry, ImageKind, JobCommands, RunningJobs } from '../features/jobs/index.ts';
import type { Balances } from '../features/kudos/index.ts';
import type { KnownAddresses, RequestChanges, RequestCommands } from '../features/requests/index.ts';
import type { Crew, WorkerCommands, WorkerRegistry } from '../features/workers/index.ts';
import type { Context } from './context.ts';

export interface Modes {
  maintenance: boolean;
  inviteOnly: boolean;
  raid: boolean;
}

/** What the features of requests, jobs and workers share: the state in memory and the commands that change it. */
export interface Horde extends Context {
  board: ImageBoard;
  imageKind: ImageKind;
  workers: WorkerRegistry;
  running: RunningJobs;
  crew: Crew;
  balances: Balances;
  /** Pops that wait for work. */
  popWaiters: Waiters<ImageWorkerOffer>;
  changes: RequestChanges;
  knownAddresses: KnownAddresses;
  commands: RequestCommands & JobCommands & WorkerCommands;
  find(requestId: string): Promise<ImageEntry | undefined>;
  /** Told of each delivered job: webhooks hang here. */
  onDelivered(requestId: string, jobId: string): void;
  /** Reads a request afresh that another node has changed. */
  refresh(requestId: string): Promise<void>;
  reference(): ModelReference;
  modes(): Modes;
}
