import type { WorkerType } from '@openhorde/contract';
import type { ModelReference, TextModelReference } from '@openhorde/rules';
import type { Accounts, Patrons } from '../features/accounts/index.ts';
import type { Guards } from '../features/moderation/index.ts';
import type { SharedKeys } from '../features/sharedkeys/index.ts';
import type { Collections, Styles } from '../features/styles/index.ts';
import type { Report } from '../features/suspicions/index.ts';
import type { Transfer, Transferred } from '../features/transfers/index.ts';
import type { WorkerMessages } from '../features/workers/index.ts';
import type { Platform } from '../platform/platform.ts';
import type { Entry } from './board/index.ts';
import type { JobCommands, RunningJobs } from './jobs/index.ts';
import type { Kind } from './kind.ts';
import type { Balances } from './kudos/index.ts';
import type { KnownAddresses, RequestChanges, RequestCommands } from './requests/index.ts';
import type { WorkerCommands, WorkerRegistry } from './workers/index.ts';

export interface Modes {
  maintenance: boolean;
  inviteOnly: boolean;
  raid: boolean;
}

export interface PeopleCommands {
  suspect(report: Report): Promise<void>;
  transfer(transfer: Transfer): Promise<Transferred>;
}

/** What the operator has set. */
interface Settings {
  home: string;
  loraBytesMax: number;
  sharing: boolean;
  kudos: { awarders: number[] };
  ratings: { here: boolean; address?: string };
}

/** What the features of requests, jobs and workers share: the state in memory and the commands that change it. */
export interface Horde extends Platform {
  config: Settings;
  /** The kinds of work that are open, in the order in which they were opened. */
  kinds: Map<WorkerType, Kind>;
  accounts: Accounts;
  /** Who supports the horde with money. */
  patrons: Patrons;
  sharedKeys: SharedKeys;
  styles: Styles;
  collections: Collections;
  workers: WorkerRegistry;
  guards: Guards;
  /** Messages to workers. */
  messages: WorkerMessages;
  running: RunningJobs;
  balances: Balances;
  changes: RequestChanges;
  knownAddresses: KnownAddresses;
  commands: RequestCommands & JobCommands & WorkerCommands & PeopleCommands;
  /** A request of any kind that has not expired. */
  find(requestId: string): Promise<Entry<unknown> | undefined>;
  /** Reads a request afresh that another node has changed. */
  refresh(requestId: string): Promise<void>;
  /** The image models that are known. */
  reference(): ModelReference;
  /** The text models that are known. */
  textReference(): TextModelReference;
  modes(): Modes;
}
