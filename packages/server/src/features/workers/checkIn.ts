import { type BodyOf, HordeError, type routes } from '@openhorde/contract';
import { acceptedImageModels, aliasId, type ImageWorkerOffer, storesCheckIn } from '@openhorde/rules';
import type { Horde } from '../../app/horde.ts';
import { assertNoNul, type Principal } from '../../http/index.ts';
import { imageOfferRecord, matchingOffer } from './imageOffer.ts';
import { findOrRegister, workerName } from './register.ts';
import type { Worker } from './worker.ts';

export type PopBody = BodyOf<typeof routes.imagePop>;

const UNKNOWN_AGENT = 'unknown:0:unknown';

/** Before the key is looked at. @throws HordeError InvalidPriorityUsername for what is no `name#id` */
export function assertPriorityNames(aliases: readonly string[]): void {
  if (aliases.some(alias => aliasId(alias) === undefined)) throw new HordeError('InvalidPriorityUsername');
}

/** Refuses accounts that may not run workers, in the order of the wire (http-api-image §5.2). */
export function assertMayWork(owner: Principal): void {
  if (owner.deleted) throw new HordeError('DeletedUser');
  if (owner.flagged) throw new HordeError('WorkerFlaggedMaintenance');
  if (owner.kind === 'anonymous') throw new HordeError('AnonForbiddenWorker');
}

export interface CheckedIn {
  worker: Worker;
  offer: ImageWorkerOffer;
}

/**
 * A pop of an image worker is its check-in: registers a new name, notes what it offers (once in 30 seconds), and
 * answers the offer of this very call, which matching uses whatever is stored.
 * @throws HordeError for accounts and workers that are refused
 */
export async function checkInImageWorker(
  horde: Horde,
  pop: PopBody,
  owner: Principal,
  ip: string,
): Promise<CheckedIn> {
  const demands = {
    amount: pop.amount ?? 1,
    requireUpfrontKudos: pop.require_upfront_kudos ?? false,
    priorityUserIds: (pop.priority_usernames ?? []).flatMap(alias => aliasId(alias) ?? []),
  };
  assertMayWork(owner);
  // A name is cleaned of it; everything else is kept as it comes.
  assertNoNul({ ...pop, name: '' });
  const nowMs = horde.world.now();
  const bridgeAgent = pop.bridge_agent ?? UNKNOWN_AGENT;
  const { models, foreign } = acceptedImageModels(pop.models ?? [], owner, horde.reference());
  const record = imageOfferRecord(pop, models);
  const worker = await findOrRegister(horde.workers, horde.db, horde.world, {
    type: 'image',
    name: workerName(pop.name),
    bridgeAgent,
    ip,
    owner,
    nowMs,
    inviteOnly: horde.modes().inviteOnly,
    offer: record,
  });
  if (models.length === 0) {
    throw new HordeError('BadRequest', {
      message:
        'Unfortunately we cannot accept workers serving none of the models that this horde knows. ' +
        'Please offer at least one model of the reference.',
    });
  }
  if (foreign !== undefined) {
    throw new HordeError('BadRequest', { message: `The model ${foreign} belongs to another account.` });
  }
  const now = {
    ownerTrusted: owner.trusted,
    bridgeAgent,
    threads: pop.threads ?? 1,
    nsfw: pop.nsfw ?? true,
    extraSlow: pop.extra_slow_worker ?? false,
    allowUnsafeIp: pop.allow_unsafe_ipaddr ?? true,
  };
  if (storesCheckIn({ createdMs: worker.createdAtMs, lastCheckInMs: worker.lastCheckInMs }, nowMs)) {
    // The same offer stays the same object, and what was derived from it stays good.
    const offer = JSON.stringify(record) === JSON.stringify(worker.offer) ? worker.offer : record;
    horde.workers.update(worker, { ...now, ip, offer, lastCheckInMs: nowMs });
    save(horde, worker, owner, nowMs);
  }
  return { worker, offer: matchingOffer({ ...worker, ...now }, record, demands, horde.reference()) };
}

/** Written behind the caller's back: a check-in that is lost in a crash is made again within the minute. */
function save(horde: Horde, worker: Worker, owner: Principal, atMs: number): void {
  const { id, ip, bridgeAgent, threads, nsfw, extraSlow, allowUnsafeIp, offer } = worker;
  horde.commands
    .checkIn({
      workerId: id,
      userId: owner.id,
      ownerPaidAtOnce: owner.trusted || owner.kind === 'anonymous',
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
