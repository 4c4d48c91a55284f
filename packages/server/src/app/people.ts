import type { Report } from '../core/needs.ts';
import type { AccountsFeature, AccountsNeeds } from '../features/accounts/index.ts';
import { USERNAME_LENGTH_MAX } from '../features/accounts/index.ts';
import {
  deleteSharedKeys,
  type ForgetNeeds,
  forgetRequests,
  pruneUses,
  type SharedKeys,
} from '../features/sharedkeys/index.ts';
import { type EditNeeds, forgiveWorkers, removeWorkersOf, trustOwner } from '../features/workers/index.ts';
import type { Platform } from '../platform/platform.ts';
import { isProfane } from '../platform/profanity.ts';
import type { Timers } from '../platform/timers.ts';

/** What becomes of people's requests and reports. */
export interface PeopleNeeds extends ForgetNeeds, Pick<Platform, 'db' | 'world'> {
  sharedKeys: Pick<SharedKeys, 'idsOf'>;
  commands: { suspect(report: Report): Promise<void> };
}

/** What a change of an account means for what belongs to it. */
export function followAccounts(
  { accounts }: Pick<AccountsFeature, 'accounts'>,
  { commands, world }: Pick<PeopleNeeds, 'commands' | 'world'>,
  edits: EditNeeds,
): void {
  accounts.whenTrustSet((userId, trusted) => trustOwner(edits, userId, trusted));
  accounts.whenChanged(async ({ id }, { forgetsReports }) => {
    if (forgetsReports) await forgiveWorkers(edits, id);
  });
  accounts.whenMade(async ({ id }, wantedName) => {
    const report = (reason: 'USERNAME_LONG' | 'USERNAME_PROFANITY') =>
      commands.suspect({ userId: id, reason, atMs: world.now() });
    if ([...wantedName].length > USERNAME_LENGTH_MAX) await report('USERNAME_LONG');
    if (isProfane(wantedName)) await report('USERNAME_PROFANITY');
  });
}

/** What goes with an account that is wiped: its workers, its shared keys and what was asked with them. */
export const belongingsOf =
  (
    horde: Pick<PeopleNeeds, 'sharedKeys' | 'running' | 'changes' | 'world'>,
    edits: EditNeeds,
  ): NonNullable<AccountsNeeds['deleteBelongings']> =>
  async (userId, on) => {
    const forgetWorkers = await removeWorkersOf(edits, userId, on);
    const ended = await deleteSharedKeys(on, await horde.sharedKeys.idsOf(userId), horde.world.now());
    return () => {
      forgetWorkers();
      forgetRequests(horde, ended);
    };
  };

const DAY_MILLISECONDS = 86_400_000;

/** The work for people that no call asks for. */
export function tendPeople(
  people: Pick<AccountsFeature, 'tend'>,
  { db, world }: Pick<PeopleNeeds, 'db' | 'world'>,
  timers: Timers,
): void {
  people.tend(timers);
  timers.repeat({
    name: 'prune uses of shared keys',
    everyMs: DAY_MILLISECONDS,
    run: () => pruneUses(db, world.now()),
  });
}
