import type { CommandKind } from '../../platform/commits.ts';
import { type Action, charge, type Entry, mint } from './events.ts';
import { post } from './ledger.ts';

/** Kudos that the horde itself gives to an account, or takes from it. */
export interface Adjustment {
  /** Names the adjustment: a second one of the same name moves nothing. */
  eventId: string;
  userId: number;
  /** Hundredths of kudos; negative: taken away, down to the floor of the account. */
  cents: number;
  entry: Entry;
  /** The total that it shows in; absent: in none. */
  action?: Action;
  /** Where the account begins, be it below its floor. */
  isStart?: boolean;
}

export const adjustKudos: CommandKind<Adjustment, void> = {
  name: 'adjust-kudos',
  async run(batch, adjustments) {
    for (const { eventId, userId, cents, entry, action, isStart = false } of adjustments) {
      const account = `user:${userId}` as const;
      const movements =
        cents < 0 ? charge(account, -cents, entry, action) : mint(account, cents, entry, action);
      post(batch, { id: eventId, kind: entry, movements, isStart });
    }
    return adjustments.map(() => ({ value: undefined }));
  },
};
