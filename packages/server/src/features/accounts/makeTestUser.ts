import type { TestUser, TestUserInput } from '@openhorde/contract';
import { KUDOS_MAX } from '@openhorde/rules';
import { answer } from '../../http/index.ts';
import type { Database } from '../../platform/db.ts';
import type { Accounts } from './accounts.ts';
import { readAccountTotals } from './accountTotals.ts';
import type { User } from './user.ts';

export interface TestUserNeeds {
  db: Database;
  accounts: Accounts;
}

const DEFAULTS = {
  username: 'test_user',
  oauth_id: 'ci_test_user',
  moderator: true,
  trusted: true,
  kudos: 10_000,
};

/**
 * An account for tests with roles and balance as they are wanted; made when it is not there, and with a new key each
 * time (http-api-public §6). The balance is what was asked for, as the original sets it: below its floor until it moves.
 */
export async function makeTestUser({ db, accounts }: TestUserNeeds, input: TestUserInput | undefined) {
  const wanted = { ...DEFAULTS, ...input };
  const made = await accounts.create({ username: wanted.username, oauthId: wanted.oauth_id });
  const known = made?.user ?? (await accounts.byOauthId(wanted.oauth_id));
  if (!known) throw new Error(`the account ${wanted.oauth_id} has gone while it was looked for`);
  const key = made?.key ?? (await accounts.renewKey(known.id));
  const user =
    (await accounts.setRoles(known.id, { moderator: wanted.moderator, trusted: wanted.trusted })) ?? known;
  if (wanted.kudos !== null) {
    await setBalance(db, accounts, user, Math.max(-KUDOS_MAX, Math.min(KUDOS_MAX, wanted.kudos)));
  }
  const body: TestUser = {
    api_key: key,
    user_id: String(user.id),
    username: user.username,
    alias: user.alias,
    kudos: (await readAccountTotals(db, user.id)).kudos,
    trusted: user.trusted,
    moderator: user.moderator,
    created: made !== undefined,
  };
  return made ? answer(201, body) : answer(200, body);
}

async function setBalance(db: Database, accounts: Accounts, user: User, kudos: number): Promise<void> {
  const missing = kudos - (await readAccountTotals(db, user.id)).kudos;
  if (missing !== 0) await accounts.startWith(user.id, Math.round(missing * 100));
}
