import { type Adjustment, adjustKudos, type KudosEvent, post } from '../../core/kudos/index.ts';
import type { CommandKind } from '../../platform/commits.ts';
import { type Deed, recordDeed } from '../audit/index.ts';
import { endFirstAdminTokens } from './firstAdmin.ts';
import type { User } from './user.ts';
import type { UserCache } from './userCache.ts';
import type { UserFields, UserStore } from './userStore.ts';

/** A change of an account with everything that it moves: all of it or nothing. */
export interface UserChange {
  userId: number;
  set: UserFields;
  /** Kudos that are given or taken with it. */
  adjustments?: readonly Adjustment[];
  /** Names the event that moves the escrow to the balance, where the change makes the account a trusted one. */
  drainId?: string;
  /** All reports on the account and its workers are forgotten. */
  forgetsReports?: boolean;
  /** Of an actor who changes another account, or fields that only moderators may change. */
  deed?: Deed | undefined;
}

/** Changes accounts, and tells every node. The outcome is the account as it is then; undefined when there is none. */
export function changeUsers(store: UserStore, users: UserCache): CommandKind<UserChange, User | undefined> {
  return {
    name: 'change-user',
    async run(batch, changes) {
      const outcomes: { value: User | undefined }[] = [];
      for (const { userId, set, adjustments = [], drainId, forgetsReports, deed } of changes) {
        const user = await store.update(batch.client, userId, set);
        outcomes.push({ value: user });
        if (!user) continue;
        if (set.admin) await endFirstAdminTokens(batch.client);
        if (forgetsReports) await batch.client.query('DELETE FROM suspicions WHERE user_id = $1', [userId]);
        if (deed) await recordDeed(batch.client, deed, batch.atMs);
        await adjustKudos.run(batch, adjustments);
        if (drainId !== undefined) post(batch, drainEvent(drainId, userId));
      }
      const ids = changes.map(change => change.userId);
      await users.tell(ids, batch.client);
      // The bus says it here, too, but a little later than the caller goes on.
      batch.afterCommit(() => users.drop(ids));
      return outcomes;
    },
  };
}

/** What was held back of an account until it was trusted is its own. */
export const drainEvent = (id: string, userId: number): KudosEvent => ({
  id,
  kind: 'promote',
  movements: [],
  drain: { from: `escrow:${userId}`, to: `user:${userId}`, entry: 'promotion', action: 'accumulated' },
});
