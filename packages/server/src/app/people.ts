import type { Horde } from '../core/horde.ts';
import { endRequestsOfKeys } from '../core/requests/index.ts';
import type { AccountsFeature, AccountsNeeds } from '../features/accounts/index.ts';
import { USERNAME_LENGTH_MAX } from '../features/accounts/index.ts';
import { deleteSharedKeys, forgetRequests, pruneUses } from '../features/sharedkeys/index.ts';
import { type EditNeeds, forgiveWorkers, removeWorkersOf, trustOwner } from '../features/workers/index.ts';
import { isProfane } from '../platform/profanity.ts';
import type { Timers } from '../platform/timers.ts';

/** What a change of an account means for what belongs to it. */
export function followAccounts({ accounts }: AccountsFeature, horde: Horde, edits: EditNeeds): void {
  accounts.whenTrustSet((userId, trusted) => trustOwner(edits, userId, trusted));
  accounts.whenChanged(async ({ id }, { forgetsReports }) => {
    if (forgetsReports) await forgiveWorkers(edits, id);
  });
  accounts.whenMade(async ({ id }, wantedName) => {
    const report = (reason: 'USERNAME_LONG' | 'USERNAME_PROFANITY') =>
      horde.commands.suspect({ userId: id, reason, atMs: horde.world.now() });
    if ([...wantedName].length > USERNAME_LENGTH_MAX) await report('USERNAME_LONG');
    if (isProfane(wantedName)) await report('USERNAME_PROFANITY');
  });
}

/** What goes with an account that is wiped: its workers, its shared keys and what was asked with them. */
export const belongingsOf =
  (horde: Horde, edits: EditNeeds): NonNullable<AccountsNeeds['deleteBelongings']> =>
  async (userId, on) => {
    const forgetWorkers = await removeWorkersOf(edits, userId, on);
    const ended = await deleteSharedKeys(on, await horde.sharedKeys.idsOf(userId), endRequestsOfKeys);
    return () => {
      forgetWorkers();
      forgetRequests(horde, ended);
    };
  };

const DAY_MILLISECONDS = 86_400_000;

/** The work for people that nobody asks for. */
export function tendPeople(people: AccountsFeature, horde: Horde, timers: Timers): void {
  people.tend(timers);
  timers.repeat({
    name: 'prune uses of shared keys',
    everyMs: DAY_MILLISECONDS,
    run: () => pruneUses(horde.db, horde.world.now()),
  });
}
