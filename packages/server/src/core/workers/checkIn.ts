import { isDeepStrictEqual } from 'node:util';
import { HordeError, type WorkerType } from '@openhorde/contract';
import { aliasId, type Cents, type Suspicion, storesCheckIn } from '@openhorde/rules';
import type { Logger } from 'pino';
import type { Principal } from '../../http/index.ts';
import type { Database } from '../../platform/db.ts';
import type { World } from '../../platform/world.ts';
import type { AddressGuards, Modes, Patrons, Report } from '../needs.ts';
import { assertKind, findOrRegister, nameSuspicions, workerName } from './register.ts';
import type { WorkerRegistry } from './registry.ts';
import type { WorkerCommands } from './saveCheckIn.ts';
import type { OfferRecord, Worker } from './worker.ts';

export const UNKNOWN_AGENT = 'unknown:0:unknown';

/** Before the key is looked at. @throws HordeError InvalidPriorityUsername for what is no `name#id` */
export function assertPriorityNames(aliases: readonly string[]): void {
  if (aliases.some(alias => aliasId(alias) === undefined)) throw new HordeError('InvalidPriorityUsername');
}

/** Ids of the users that a worker serves first. */
export const priorityUserIds = (aliases: readonly string[]): number[] =>
  aliases.flatMap(alias => aliasId(alias) ?? []);

/** Refuses accounts that may not run workers, in the order of the wire (http-api-image §5.2). */
export function assertMayWork(owner: Principal): void {
  if (owner.deleted) throw new HordeError('DeletedUser');
  if (owner.flagged) throw new HordeError('WorkerFlaggedMaintenance');
  if (owner.kind === 'anonymous') throw new HordeError('AnonForbiddenWorker');
}

/** What every kind of worker says of itself at a pop. */
export interface CheckInFields {
  bridgeAgent: string;
  threads: number;
  nsfw: boolean;
  extraSlow: boolean;
  allowUnsafeIp: boolean;
  offer: OfferRecord;
}

export interface CheckInCall {
  type: WorkerType;
  name: string;
  owner: Principal;
  ip: string;
  fields: CheckInFields;
  /** What ten minutes of this worker are worth. */
  uptimeRewardCents: Cents;
  /** The reward goes to the balance; else into escrow until the owner is trusted. */
  uptimePaidAtOnce: boolean;
  /** Refusals that come once name and owner are in order, for known workers too. @throws HordeError */
  assertUseful?(): void;
  /** What in the words of this worker is hard to believe. */
  suspicions?: readonly Suspicion[];
}

export interface CheckInNeeds {
  world: World;
  log: Pick<Logger, 'error' | 'warn'>;
  db: Database;
  workers: WorkerRegistry;
  guards: AddressGuards;
  patrons: Patrons;
  modes(): Modes;
  commands: Pick<WorkerCommands, 'checkIn'> & { suspect(report: Report): Promise<void> };
}

/**
 * A pop is a check-in: a new name is registered, and what the worker offers is noted, at once where it is something else
 * than before; that it is still there, once in 30 seconds.
 * @returns the worker as this very call describes it, which matching uses whatever is stored
 * @throws HordeError for accounts and workers that are refused
 */
export async function checkInWorker(horde: CheckInNeeds, call: CheckInCall): Promise<Worker> {
  const { owner, ip, fields } = call;
  const nowMs = horde.world.now();
  const name = workerName(call.name);
  // Registered at another node a moment ago: no new one, which might be one too many.
  const isNew = (await horde.workers.findByName(name)) === undefined;
  assertKind(horde.workers, { type: call.type, sentName: call.name });
  const isUnsafe = await assertAddress(horde, owner, ip);
  const worker = await findOrRegister(horde.workers, horde.db, horde.world, {
    type: call.type,
    sentName: call.name,
    bridgeAgent: fields.bridgeAgent,
    ip,
    owner,
    nowMs,
    inviteOnly: horde.modes().inviteOnly,
    offer: fields.offer,
  });
  call.assertUseful?.();
  // The same offer stays the same object, and what was derived from it stays good.
  const offer = isDeepStrictEqual(fields.offer, worker.offer) ? worker.offer : fields.offer;
  const now = { ...fields, offer, ownerTrusted: owner.trusted };
  const isDue = storesCheckIn({ createdMs: worker.createdAtMs, lastCheckInMs: worker.lastCheckInMs }, nowMs);
  if (isDue || saysOtherwise(worker, now)) {
    horde.workers.update(worker, { ...now, ip, lastCheckInMs: nowMs });
    save(horde, worker, call, nowMs);
    const reasons: Suspicion[] = [
      ...(call.suspicions ?? []),
      ...(isUnsafe ? (['UNSAFE_IP'] as const) : []),
      ...(isNew ? nameSuspicions(call.name) : []),
    ];
    for (const reason of reasons) {
      await horde.commands.suspect({ userId: owner.id, workerId: worker.id, reason, atMs: nowMs });
    }
  }
  return { ...worker, ...now };
}

/** Whether a worker offers anything else than it did. */
const saysOtherwise = (worker: Worker, now: CheckInFields): boolean =>
  SAID.some(field => worker[field] !== now[field]);

const SAID = ['bridgeAgent', 'threads', 'nsfw', 'extraSlow', 'allowUnsafeIp', 'offer'] as const;

/**
 * No worker works from an address in time-out, nor from one that hides its user unless the owner may hide.
 * @returns whether the address is unsafe and let in all the same
 * @throws HordeError TimeoutIP, TooManyNewIPs, UnsafeIP
 */
function assertAddress(
  { guards, patrons, modes }: CheckInNeeds,
  owner: Principal,
  ip: string,
): Promise<boolean> {
  guards.timeouts.assertMayWork(ip);
  const { trusted, vpn } = owner;
  return guards.safety.isUnsafeWorker(ip, { trusted, vpn, patron: patrons.has(owner.id) }, modes().raid);
}

/** Written behind the caller's back: a check-in that is lost in a crash is made again within the minute. */
function save(horde: CheckInNeeds, worker: Worker, call: CheckInCall, atMs: number): void {
  const { id, ip, bridgeAgent, threads, nsfw, extraSlow, allowUnsafeIp, offer } = worker;
  horde.commands
    .checkIn({
      workerId: id,
      userId: call.owner.id,
      uptimeRewardCents: call.uptimeRewardCents,
      uptimePaidAtOnce: call.uptimePaidAtOnce,
      atMs,
      ip,
      bridgeAgent,
      threads,
      nsfw,
      extraSlow,
      allowUnsafeIp,
      offer,
    })
    .catch(error => horde.log.error({ err: error, worker: id }, 'a check-in was not saved'));
}
