import { HordeError, type WorkerType } from '@openhorde/contract';
import {
  type Cents,
  extendedExpiryMs,
  fromCents,
  REPORTS_KEPT_MAX,
  splitReward,
  throughput,
} from '@openhorde/rules';
import type { Logger } from 'pino';
import type { Principal } from '../../http/index.ts';
import type { World } from '../../platform/world.ts';
import type { Entry } from '../board/index.ts';
import type { CoreOffer, Kind, Kinds } from '../kind.ts';
import { charge, type KudosEvent, mint, workerEarned } from '../kudos/index.ts';
import type { Accounts, Report } from '../needs.ts';
import type { RequestChanges } from '../requests/index.ts';
import type { Worker, WorkerRegistry } from '../workers/index.ts';
import type { JobCommands } from './commands.ts';
import { type FindJobNeeds, type FoundJob, findJob } from './findJob.ts';
import type { RunningJob, RunningJobs } from './runningJobs.ts';
import { refusal, type Settlement } from './settle.ts';

/** Characters of a result that is kept in the database. */
const RESULT_LENGTH_MAX = 1_000_000;

/** A remark of a worker on its result. */
interface Remark {
  type?: string;
  value?: string;
  ref?: string;
}

/** A running job with everything that a kind may ask about it. */
export interface Submitted<R> {
  job: RunningJob;
  entry: Entry<R>;
  worker: Worker;
  owner: Owner;
}

/** What payment needs to know of the owner of a worker. */
export type Owner = Pick<Principal, 'id' | 'trusted' | 'kind'>;

/** What a delivered job is worth and how it is kept; worked out by its kind before anything is written. */
export interface Delivered {
  /** `R2` for an image in the object store, else the text to keep. */
  result: string;
  seed: number;
  censored: boolean;
  metadata: readonly Remark[];
  /** What the worker is told. */
  rewardCents: Cents;
  /** What it is paid: the reward times its bridge's multiplier. */
  payCents: Cents;
  /** What the requester is charged. */
  chargeCents: Cents;
  /** Raw things made, and the same in display units for the records of both sides. */
  things: number;
  contribution: number;
  usage: number;
  /** Sample of the worker's speed, where that is not things per second. */
  speedSample?: number;
  /** Display units per second beyond which the result is hard to believe: each is a report on the worker. */
  speedLimits?: readonly number[];
}

export interface Submission<R> {
  jobId: string;
  principal(): Promise<Principal>;
  /** The worker gives the job up. */
  faulted: boolean;
  /** Checks of the body that come after those of job and owner. @throws HordeError */
  check?(): void;
  /** @throws HordeError InvalidResult for what is no result: the job counts as given up then */
  deliver(submitted: Submitted<R>): Promise<Delivered>;
}

/** What a submit came to. */
export interface Answered<R> {
  /** Kudos before the bridge multiplier; 0 for a job given up, and for one that was delivered before. */
  reward: number;
  /** The job, when it was delivered. */
  submitted?: Submitted<R>;
}

interface SettlementNeeds {
  world: Pick<World, 'now' | 'uuid'>;
  accounts: Accounts;
  kinds: Kinds;
}

interface SettleNeeds extends SettlementNeeds {
  commands: Pick<JobCommands, 'settle'>;
  running: Pick<RunningJobs, 'remove'>;
  changes: Pick<RequestChanges, 'committed'>;
  /** Reads a request afresh, whatever this node believes of it. */
  refresh(requestId: string): Promise<void>;
  log: Pick<Logger, 'warn'>;
}

export interface DeliverNeeds extends SettleNeeds, GiveUpNeeds {
  world: SettleNeeds['world'];
  commands: Pick<JobCommands, 'settle' | 'fault'>;
  /** A request of any kind that has not expired. */
  find(requestId: string): Promise<Entry<unknown> | undefined>;
}

export interface SettleCancelledNeeds extends SettleNeeds {
  workers: Pick<WorkerRegistry, 'find'>;
}

export interface GiveUpNeeds {
  world: Pick<World, 'now'>;
  commands: Pick<JobCommands, 'fault'>;
  running: Pick<RunningJobs, 'remove'>;
  changes: Pick<RequestChanges, 'committed'>;
}

export type SubmitNeeds = FindJobNeeds & DeliverNeeds;

/**
 * A worker hands in a result, or gives a job up.
 * @throws HordeError InvalidJobID, InvalidAPIKey, WrongCredentials, DuplicateGen, AbortedGen, InvalidResult
 */
export async function submitJob<R, O extends CoreOffer>(
  horde: SubmitNeeds,
  kind: Kind<R, O>,
  { jobId, principal, faulted, check, deliver }: Submission<R>,
): Promise<Answered<R>> {
  const found = await findJob(horde, jobId, kind.name);
  const owner = await principal();
  if (found.worker?.userId !== owner.id) throw new HordeError('WrongCredentials');
  check?.();
  // As recorded: nobody in maintenance is troubled by a second delivery.
  if (found.state === 'done' && found.worker.maintenance) return { reward: 0 };
  return faulted ? giveUpJob(horde, kind, found) : deliverJob(horde, kind, found, owner, deliver);
}

/**
 * Settles a job that its owner hands in.
 * @throws HordeError InvalidJobID, DuplicateGen, AbortedGen, InvalidResult
 */
export async function deliverJob<R, O extends CoreOffer>(
  horde: DeliverNeeds,
  kind: Kind<R, O>,
  found: FoundJob,
  owner: Principal,
  deliver: Submission<R>['deliver'],
): Promise<Answered<R>> {
  const { id, state, worker, job } = found;
  if (!job || !worker) throw refusal(id, state);
  // Not asked of the board: a request that was taken back has left it, and what became of the job is for the table to say.
  const request = await horde.find(job.requestId);
  if (request?.kind !== kind.name) throw refusal(id, undefined);
  const entry = request as Entry<R>;
  const submitted = { job, entry, worker, owner };
  const delivered = await deliver(submitted)
    .then(assertBounded)
    .catch(async error => {
      // It counts against its worker like any other job that is given up, and goes back to the queue.
      if (error instanceof HordeError && error.rc === 'InvalidResult') await giveUpJob(horde, kind, found);
      throw error;
    });
  const settlement = await settlementOf(horde, kind.name, submitted, delivered);
  await settle(horde, entry, job, settlement);
  return { reward: fromCents(delivered.rewardCents), submitted };
}

/** @throws HordeError InvalidResult */
function assertBounded(delivered: Delivered): Delivered {
  if (delivered.result.length <= RESULT_LENGTH_MAX) return delivered;
  throw new HordeError('InvalidResult', {
    message: `A result has ${RESULT_LENGTH_MAX} characters at most. Send a shorter one.`,
  });
}

/**
 * Settles a running job of a request that is taken back as if it were delivered: its worker has worked, and is paid.
 * Nothing happens when the job has ended meanwhile.
 */
export async function settleCancelled<R, O extends CoreOffer>(
  horde: SettleCancelledNeeds,
  kind: Kind<R, O>,
  entry: Entry<R>,
  job: RunningJob,
  deliver: Submission<R>['deliver'],
): Promise<void> {
  const worker = await horde.workers.find(job.workerId);
  if (!worker) return;
  // The anonymous account has no workers.
  const owner: Owner = { id: worker.userId, trusted: worker.ownerTrusted, kind: 'registered' };
  const submitted = { job, entry, worker, owner };
  const settlement = await settlementOf(horde, kind.name, submitted, await deliver(submitted));
  try {
    await settle(horde, entry, job, { ...settlement, cancelled: true, reports: [] });
  } catch (error) {
    if (!(error instanceof HordeError)) throw error;
  }
}

/**
 * Settles a job, and forgets it once it is over: a settlement that did not get through leaves it running, for the next
 * try of its worker or until its time is up.
 * @throws HordeError when it was over before
 */
async function settle<R>(
  horde: SettleNeeds,
  entry: Entry<R>,
  job: RunningJob,
  settlement: Settlement,
): Promise<void> {
  try {
    const { counters } = await horde.commands.settle(settlement);
    horde.running.remove(job.id);
    if (counters) horde.changes.committed(entry.id, counters);
  } catch (error) {
    if (error instanceof HordeError) {
      horde.running.remove(job.id);
      // Over by another node, or by a try of which this one never learnt that it was committed.
      await horde
        .refresh(entry.id)
        .catch(cause => horde.log.warn({ err: cause, request: entry.id }, 'a request was not read again'));
    }
    throw error;
  }
}

/** Gives a job up: its slot goes back to the queue. @throws HordeError DuplicateGen for a job that was delivered */
export async function giveUpJob<R, O extends CoreOffer>(
  horde: GiveUpNeeds,
  kind: Kind<R, O>,
  { id, worker, job }: FoundJob,
): Promise<{ reward: number }> {
  const { faultsMax } = kind.rules;
  const fault = await horde.commands.fault({
    jobId: id,
    workerId: worker!.id,
    atMs: horde.world.now(),
    faultsMax,
  });
  horde.running.remove(id);
  if (job && fault.counters) horde.changes.committed(job.requestId, fault.counters);
  if (!fault.happened && fault.state === 'done') throw refusal(id, 'done');
  return { reward: 0 };
}

async function settlementOf<R>(
  horde: SettlementNeeds,
  kind: WorkerType,
  submitted: Submitted<R>,
  delivered: Delivered,
): Promise<Settlement> {
  const { job, entry, worker, owner } = submitted;
  const { result, seed, censored, metadata, rewardCents, chargeCents, things, contribution, usage } =
    delivered;
  const nowMs = horde.world.now();
  const seconds = (nowMs - job.startedAtMs) / 1000;
  const requester = await horde.accounts.byId(entry.userId);
  return {
    jobId: job.id,
    kind,
    submitId: horde.world.uuid(),
    seed,
    censored,
    // Whatever else a worker writes into a remark is not kept.
    metadata: metadata.map(({ type, value, ref }) => ({ type, value, ref })),
    result,
    cancelled: false,
    finishedAtMs: nowMs,
    expiresAtMs: extendedExpiryMs(entry.expiresAtMs, nowMs, false),
    rewardCents,
    chargeCents,
    event: settlementEvent(kind, submitted, delivered),
    work: {
      workerId: worker.id,
      workerOwnerId: owner.id,
      requesterId: entry.userId,
      model: job.model,
      things,
      contribution,
      usage: usage * (requester?.usageMultiplier ?? 1),
      seconds,
      speedSample: delivered.speedSample ?? throughput(things, seconds),
      payCents: delivered.payCents,
    },
    reports: speedReports(horde, kind, submitted, delivered, nowMs),
  };
}

/** A result that came faster than is to be believed is paid, and reported once for each limit that it goes beyond. */
function speedReports<R>(
  { kinds }: Pick<SettlementNeeds, 'kinds'>,
  kind: WorkerType,
  { job, worker, owner }: Submitted<R>,
  { things, speedLimits = [] }: Delivered,
  atMs: number,
): Report[] {
  if (worker.suspicions >= REPORTS_KEPT_MAX) return [];
  const { divisor = 1 } = kinds.get(kind)?.rules ?? {};
  const unitsPerSecond = throughput(things, (atMs - job.startedAtMs) / 1000) / divisor;
  return speedLimits
    .filter(limit => unitsPerSecond > limit)
    .map(() => ({ userId: owner.id, workerId: worker.id, reason: 'UNREASONABLY_FAST', atMs }));
}

function settlementEvent<R>(
  kind: WorkerType,
  { job, entry, worker, owner }: Submitted<R>,
  { payCents, chargeCents }: Delivered,
): KudosEvent {
  const anonymous = owner.kind === 'anonymous';
  const { balanceCents, escrowCents } = splitReward(payCents, { trusted: owner.trusted, anonymous });
  const earned = kind === 'interrogation' ? 'interrogated' : 'generated';
  return {
    id: `settle:${job.id}`,
    kind: 'settle',
    movements: [
      ...mint(`user:${owner.id}`, balanceCents, 'generation', 'accumulated'),
      ...(escrowCents > 0 ? mint(`escrow:${owner.id}`, escrowCents, 'escrow') : []),
      ...workerEarned(worker.id, payCents, 'generation', earned),
      ...charge(`user:${entry.userId}`, chargeCents, 'usage', 'accumulated'),
    ],
  };
}
