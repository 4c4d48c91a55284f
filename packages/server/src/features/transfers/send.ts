import { createHash } from 'node:crypto';
import { HordeError, type KudosTransferInput } from '@openhorde/contract';
import { ANONYMOUS_ID, namedId, sharedKeyExpired } from '@openhorde/rules';
import type { Principal } from '../../http/index.ts';
import type { World } from '../../platform/world.ts';
import type { Accounts } from '../accounts/index.ts';
import type { SharedKeys } from '../sharedkeys/index.ts';
import type { Transfer, Transferred } from './transferKudos.ts';

export interface SendNeeds {
  accounts: Pick<Accounts, 'byId'>;
  sharedKeys: Pick<SharedKeys, 'find'>;
  commands: { transfer(transfer: Transfer): Promise<Transferred> };
  world: Pick<World, 'now' | 'uuid'>;
}

export interface Receiver {
  userId: number;
  sharedKeyId: string | null;
}

/**
 * Sends kudos from one account to another, or to a shared key of another.
 * @param idempotencyKey names the transfer for its sender: sent again, it answers the same and moves nothing
 * @returns whole kudos that went over
 * @throws HordeError with the first reason to refuse it, all of status 400
 */
export async function sendKudos(
  horde: SendNeeds,
  sender: Principal,
  { username, amount = 100 }: KudosTransferInput,
  idempotencyKey?: string,
): Promise<number> {
  if (sender.kind === 'anonymous') throw new HordeError('KudosTransferFromAnon');
  const { userId, sharedKeyId } = await receiverOf(horde, username);
  if (userId === ANONYMOUS_ID) throw new HordeError('KudosTransferToAnon');
  if (userId === sender.id) throw new HordeError('KudosTransferToSelf');
  const { enough } = await horde.commands.transfer({
    eventId: eventIdOf(horde, sender.id, idempotencyKey),
    sourceId: sender.id,
    targetId: userId,
    kudos: amount,
    sharedKeyId,
    atMs: horde.world.now(),
  });
  if (!enough) throw new HordeError('KudosTransferNotEnough');
  return amount;
}

/** @throws HordeError InvalidTargetUsername, SharedKeyExpired */
async function receiverOf(
  { accounts, sharedKeys, world }: Omit<SendNeeds, 'commands'>,
  username: string,
): Promise<Receiver> {
  const id = namedId(username);
  const user = id === undefined ? undefined : await accounts.byId(id);
  if (user) return { userId: user.id, sharedKeyId: null };
  const key = await sharedKeys.find(username);
  if (!key) throw new HordeError('InvalidTargetUsername');
  if (sharedKeyExpired(key, world.now())) throw new HordeError('SharedKeyExpired', { status: 400 });
  return { userId: key.userId, sharedKeyId: key.id };
}

/** A name for the event; keys of clients may hold anything, and are theirs. */
function eventIdOf({ world }: Pick<SendNeeds, 'world'>, senderId: number, key: string | undefined): string {
  const name = key === undefined ? world.uuid() : createHash('sha256').update(key).digest('hex');
  return `transfer:${senderId}:${name}`;
}
