import { HordeError } from '@openhorde/contract';
import type { Principal } from '../../http/index.ts';
import type { Database, Executor } from '../../platform/db.ts';
import { isForeignKeyViolation } from '../../platform/postgresCodes.ts';
import { type Deed, recordDeed } from '../audit/index.ts';
import type { Accounts } from './accounts.ts';
import { deleteKeysOf } from './keyStore.ts';
import type { LastSeen } from './lastSeen.ts';
import type { User } from './user.ts';
import type { UserCache } from './userCache.ts';
import type { UserStore } from './userStore.ts';

const DORMANT_DAYS = 30;

export interface DeleteUserNeeds {
  db: Database;
  accounts: Accounts;
  store: UserStore;
  users: UserCache;
  lastSeen: LastSeen;
  now(): number;
  /**
   * Deletes what else belongs to an account, as part of the transaction.
   * @returns what is to be done once it is committed
   */
  deleteBelongings(userId: number, on: Executor): Promise<() => void>;
}

/**
 * Marks an account as deleted, or, at a second call and when it has been left alone for 30 days, wipes it: name, contact,
 * sign-in, keys, workers and shared keys go; its number and its kudos stay in the ledger.
 * @throws HordeError AnonForbiddenUser, CannotDeleteMod, NotUserOrMod, CannotWipeActiveUser
 */
export async function deleteUser(needs: DeleteUserNeeds, target: User, caller: Principal): Promise<void> {
  if (caller.kind === 'anonymous') throw new HordeError('AnonForbiddenUser');
  if (target.moderator || target.admin) throw new HordeError('CannotDeleteMod');
  if (caller.id !== target.id && !caller.moderator) throw new HordeError('NotUserOrMod');
  const deed =
    caller.id === target.id
      ? undefined
      : {
          actorId: caller.id,
          action: target.deleted ? 'user.wipe' : 'user.delete',
          subject: `user:${target.id}`,
        };
  if (target.deleted) await wipe(needs, target, deed);
  else await needs.accounts.change({ userId: target.id, set: { deleted: true }, deed });
}

async function wipe(needs: DeleteUserNeeds, { id }: User, deed: Deed | undefined): Promise<void> {
  const { db, store, users, lastSeen, now, deleteBelongings } = needs;
  const nowMs = now();
  await lastSeen.flush();
  try {
    const forget = await db.transaction(async on => {
      const activeSince = new Date(nowMs - DORMANT_DAYS * 86_400_000);
      if (!(await store.wipe(on, id, activeSince, new Date(nowMs))))
        throw new HordeError('CannotWipeActiveUser');
      if (deed) await recordDeed(on, deed, nowMs);
      await deleteKeysOf(on, id);
      const done = await deleteBelongings(id, on);
      await users.tell([id], on);
      return done;
    });
    users.drop([id]);
    forget();
  } catch (error) {
    // A worker of his still has jobs in the queue: he is active.
    if (isForeignKeyViolation(error)) throw new HordeError('CannotWipeActiveUser');
    throw error;
  }
}
