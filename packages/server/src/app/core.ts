import type { ModelReference, TextModelReference } from '@openhorde/rules';
import { Board, Waiters } from '../core/board/index.ts';
import type { Horde, Modes } from '../core/horde.ts';
import { claimJobs, faultJobs, RunningJobs, reapJobs, settleJobs } from '../core/jobs/index.ts';
import type { CoreOffer, Kind, KindRules } from '../core/kind.ts';
import { Balances, holds, ledger } from '../core/kudos/index.ts';
import { Announcer, followOtherNodes, REQUESTS, WORKERS } from '../core/nodes.ts';
import {
  activateRequests,
  cancelRequests,
  expireRequests,
  findRequest,
  KnownAddresses,
  loadBoards,
  RequestChanges,
  refreshRequest,
} from '../core/requests/index.ts';
import { Crew, saveCheckIns, WorkerRegistry } from '../core/workers/index.ts';
import type { AccountsFeature } from '../features/accounts/index.ts';
import type { Guards } from '../features/moderation/index.ts';
import { SharedKeys, sharedKeyCharges } from '../features/sharedkeys/index.ts';
import { tallies } from '../features/stats/index.ts';
import { Collections, Styles, styleUses } from '../features/styles/index.ts';
import { suspect, suspicions } from '../features/suspicions/index.ts';
import { transferKudos, transferRecords } from '../features/transfers/index.ts';
import { tendMessages, WorkerMessages } from '../features/workers/index.ts';
import type { Timers } from '../platform/timers.ts';
import type { Context } from './context.ts';

/** What the core needs of other features. */
export interface CoreNeeds {
  guards: Guards;
  people: Pick<AccountsFeature, 'accounts' | 'patrons' | 'lastSeen' | 'promotions'>;
  reference(): ModelReference;
  textReference(): TextModelReference;
  modes(): Modes;
}

/** The state that a node keeps in memory, and the commands that change it; empty until `loadCore`. */
export function buildCore(
  context: Context,
  { people, guards, reference, textReference, modes }: CoreNeeds,
): Horde {
  const { db, commits, world } = context;
  const { accounts, patrons, lastSeen, promotions } = people;
  const balances = new Balances(db.pool);
  const workers = new WorkerRegistry(db);
  const kinds: Horde['kinds'] = new Map();
  const workerChanges = new Announcer(context, WORKERS);
  const requestChanges = new Announcer(context, REQUESTS);
  const noteWorkers = (totals: ({ id: string } & Parameters<WorkerRegistry['update']>[1])[]) => {
    for (const { id, ...fields } of totals) {
      const worker = workers.byId(id);
      if (worker) workers.update(worker, fields);
      workerChanges.changed(id);
    }
  };
  // Kinds run in this order within a batch: a request before its claims, claims before what ends them.
  const commands = {
    checkIn: commits.register(saveCheckIns(noteWorkers)),
    activate: commits.register(activateRequests(kinds)),
    claim: commits.register(claimJobs),
    settle: commits.register(settleJobs),
    fault: commits.register(faultJobs),
    cancel: commits.register(cancelRequests),
    transfer: commits.register(transferKudos),
    suspect: commits.register(suspect),
  };
  commits.finishWith(
    tallies({
      raid: () => modes().raid,
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
        guards.notices.tell(
          `The worker ${name} (${id}) was paused after ${count} suspicions, the last: ${reason}.`,
        ),
    }),
  );
  commits.finishWith(holds);
  commits.finishWith(
    ledger(changed => {
      balances.update(changed);
      promotions.heard(changed);
    }),
  );
  commits.finishWith(transferRecords);
  commits.finishWith(sharedKeyCharges);
  commits.finishWith(styleUses);
  const horde: Horde = {
    ...context,
    kinds,
    balances,
    accounts,
    patrons,
    sharedKeys: new SharedKeys(db),
    styles: new Styles(db),
    collections: new Collections(db),
    workers,
    guards,
    messages: new WorkerMessages({
      database: db,
      bus: context.bus,
      now: world.now,
      onError: error => context.log.warn({ err: error }, 'messages of another node were not read'),
    }),
    running: new RunningJobs(db),
    changes: new RequestChanges(kinds, id => requestChanges.changed(id)),
    knownAddresses: new KnownAddresses(world.now),
    commands,
    reference,
    textReference,
    modes,
    find: id => findRequest(horde, id),
    refresh: id => refreshRequest(horde, id),
  };
  return horde;
}

/** Opens a kind of work: a board of its own, on the shared core. */
export function openKind<R, O extends CoreOffer>(horde: Horde, rules: KindRules<R, O>): Kind<R, O> {
  const board = new Board(rules);
  const popWaiters = new Waiters<O>();
  board.whenTakeable(entry =>
    popWaiters.wake(offer => board.fits(entry, offer), entry.waiting - entry.reserved),
  );
  const kind: Kind<R, O> = {
    name: rules.name,
    rules,
    board,
    crew: new Crew(rules, horde.workers, horde.world),
    popWaiters,
  };
  horde.kinds.set(rules.name, kind);
  return kind;
}

/** Reads what was there before this node: a crash loses nothing but the promises of pops that were never answered. */
export async function loadCore(horde: Horde): Promise<void> {
  await horde.workers.load();
  await horde.messages.load();
  await horde.running.load(horde.world.now());
  const requests = await loadBoards(horde);
  const requesters = new Set<number>();
  for (const { board } of horde.kinds.values())
    for (const { userId } of board.entries()) requesters.add(userId);
  await horde.balances.load([...requesters]);
  followOtherNodes(horde);
  horde.log.info({ requests, running: horde.running.size }, 'the queue is read');
}

/** The work that nobody asks for: jobs whose time is up, requests whose time is over. */
export function tendCore(horde: Horde, timers: Timers): void {
  timers.repeat({ name: 'reap jobs', everyMs: 5_000, run: async () => void (await reapJobs(horde)) });
  timers.repeat({ name: 'expire requests', everyMs: 10_000, run: signal => expireRequests(horde, signal) });
  tendMessages(horde, timers);
}
