import type { WorkerType } from '@openhorde/contract';
import { Board, type Entry, Waiters } from '../core/board/index.ts';
import { Crew } from '../core/crew.ts';
import {
  claimJobs,
  faultJobs,
  type JobCommands,
  RunningJobs,
  settleJobs,
  tendReaping,
} from '../core/jobs/index.ts';
import type { CoreOffer, Kind, KindRules } from '../core/kind.ts';
import { Balances, holds, ledger } from '../core/kudos/index.ts';
import type { Report } from '../core/needs.ts';
import { Announcer, BALANCES, followOtherNodes, REQUESTS, tendBelief, WORKERS } from '../core/nodes.ts';
import {
  activateRequests,
  cancelRequests,
  expireRequests,
  findRequest,
  KnownAddresses,
  loadBoards,
  RequestChanges,
  type RequestCommands,
  refreshRequest,
} from '../core/requests/index.ts';
import { saveCheckIns, type WorkerCommands, WorkerRegistry } from '../core/workers/index.ts';
import type { AccountsFeature } from '../features/accounts/index.ts';
import type { Notices } from '../features/moderation/index.ts';
import { reserveOnKeys, sharedKeyCharges } from '../features/sharedkeys/index.ts';
import { tallies } from '../features/stats/index.ts';
import { styleUses } from '../features/styles/index.ts';
import { suspect, suspicions } from '../features/suspicions/index.ts';
import {
  type Transfer,
  type Transferred,
  transferKudos,
  transferRecords,
} from '../features/transfers/index.ts';
import type { Platform } from '../platform/platform.ts';
import type { Timers } from '../platform/timers.ts';
import { ABORTED, ACTIVATED, SETTLED, UPTIME_PAID } from './order.ts';

/** The commands of the kernel and of what stands beside it. */
interface Commands extends RequestCommands, JobCommands, WorkerCommands {
  suspect(report: Report): Promise<void>;
  transfer(transfer: Transfer): Promise<Transferred>;
}

/** Nearly every batch moves some, and priorities may be a little late. */
const BALANCES_GATHER_MILLISECONDS = 250;

/** The state of the kernel that a node keeps in memory, and the commands that change it. */
export interface Core {
  /** The kinds of work that are open, in the order in which they were opened. */
  kinds: Map<WorkerType, Kind>;
  workers: WorkerRegistry;
  running: RunningJobs;
  balances: Balances;
  changes: RequestChanges;
  knownAddresses: KnownAddresses;
  commands: Commands;
  /** A request of any kind that has not expired. */
  find(requestId: string): Promise<Entry<unknown> | undefined>;
  /** Reads a request afresh that another node has changed. */
  refresh(requestId: string): Promise<void>;
}

/** Whom the kernel tells what it has committed. */
export interface CoreNeeds {
  people: Pick<AccountsFeature, 'accounts' | 'lastSeen' | 'promotions'>;
  notices: Pick<Notices, 'tell'>;
  isRaid(): boolean;
}

/** The kernel and its commands; empty until `loadCore`. */
export function buildCore(platform: Platform, { people, notices, isRaid }: CoreNeeds): Core {
  const { db, commits, world } = platform;
  const { accounts, lastSeen, promotions } = people;
  const balances = new Balances(db.pool);
  const workers = new WorkerRegistry(db);
  const running = new RunningJobs(db);
  const kinds: Core['kinds'] = new Map();
  const workerChanges = new Announcer<string>(platform, WORKERS);
  const requestChanges = new Announcer<string>(platform, REQUESTS);
  const balanceChanges = new Announcer<number>(platform, BALANCES, BALANCES_GATHER_MILLISECONDS);
  const changes = new RequestChanges(kinds, world, id => requestChanges.changed(id));
  const noteWorkers = (totals: ({ id: string } & Parameters<WorkerRegistry['update']>[1])[]) => {
    for (const { id, ...fields } of totals) {
      const worker = workers.byId(id);
      if (worker) workers.update(worker, fields);
      workerChanges.changed(id);
    }
  };
  // In which order they run within a batch is said in order.ts.
  const commands = {
    checkIn: commits.register(saveCheckIns({ onWorkers: noteWorkers, uptimePaid: UPTIME_PAID })),
    activate: commits.register(activateRequests({ boards: kinds, reserveOnKeys, activated: ACTIVATED })),
    claim: commits.register(claimJobs),
    settle: commits.register(settleJobs(SETTLED)),
    fault: commits.register(faultJobs(ABORTED)),
    cancel: commits.register(cancelRequests),
    transfer: commits.register(transferKudos),
    suspect: commits.register(suspect),
  };
  commits.finishWith(
    tallies({
      raid: isRaid,
      onWorkers: noteWorkers,
      onUsers: ids => lastSeen.noteUsers(ids),
    }),
  );
  commits.finishWith(
    suspicions({
      tellUsers: (ids, on) => accounts.tell(ids, on),
      onUsers: ids => accounts.forget(ids),
      onWorkers: noteWorkers,
      onPaused: ({ name, id, reason, suspicions: count }) =>
        notices.tell(`The worker ${name} (${id}) was paused after ${count} suspicions, the last: ${reason}.`),
    }),
  );
  commits.finishWith(holds);
  commits.finishWith(
    ledger(changed => {
      for (const id of balances.update(changed)) balanceChanges.changed(id);
      promotions.heard(changed);
    }),
  );
  commits.finishWith(transferRecords);
  commits.finishWith(sharedKeyCharges);
  commits.finishWith(styleUses);
  const requests = { kinds, db, world, changes, running };
  return {
    kinds,
    workers,
    running,
    balances,
    changes,
    knownAddresses: new KnownAddresses(world.now),
    commands,
    find: id => findRequest(requests, id),
    refresh: id => refreshRequest(requests, id),
  };
}

/** Opens a kind of work: a separate board, on the shared core. */
export function openKind<R, O extends CoreOffer>(
  { kinds, workers, world, log }: Pick<Core, 'kinds' | 'workers'> & Pick<Platform, 'world' | 'log'>,
  rules: KindRules<R, O>,
): Kind<R, O> {
  const board = new Board(rules);
  const popWaiters = new Waiters<O>(world);
  board.whenTakeable(entry => {
    try {
      popWaiters.wake(offer => board.fits(entry, offer), entry.waiting - entry.reserved);
    } catch (error) {
      // What made it takeable is committed; those who wait ask again by themselves.
      log.error({ err: error, request: entry.id }, 'nobody was woken for a request');
    }
  });
  const kind: Kind<R, O> = {
    name: rules.name,
    rules,
    board,
    crew: new Crew(rules, workers, world),
    popWaiters,
  };
  kinds.set(rules.name, kind);
  return kind;
}

/** Reads what was there before this node: a crash loses nothing but the promises of pops that were never answered. */
export async function loadCore(platform: Platform, core: Core): Promise<void> {
  const { kinds, workers, running, balances } = core;
  const needs = { ...platform, ...core };
  followOtherNodes(needs);
  await workers.load();
  await running.load();
  const requests = await loadBoards(needs);
  const requesters = new Set<number>();
  for (const { board } of kinds.values()) for (const { userId } of board.entries()) requesters.add(userId);
  await balances.load([...requesters]);
  platform.log.info({ requests, running: running.size }, 'the queue is read');
}

/** The work that no call asks for: jobs whose time is up, requests whose time is over, what no hint told. */
export function tendCore(platform: Platform, core: Core, timers: Timers): void {
  const needs = { ...platform, ...core };
  tendReaping(needs, timers);
  tendBelief(needs, timers);
  timers.repeat({ name: 'expire requests', everyMs: 10_000, run: signal => expireRequests(needs, signal) });
}
