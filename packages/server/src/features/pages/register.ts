import { cutToCodePoints } from '@openhorde/rules';
import { cleanName } from '../../platform/cleanText.ts';
import { isProfane } from '../../platform/profanity.ts';
import { type Accounts, USERNAME_LENGTH_MAX } from '../accounts/index.ts';

export type Registered = { alias: string; key: string; isRenewed: boolean } | { refusal: string };

/** A name as it is kept. */
const nameOf = (username: string): string => cleanName(cutToCodePoints(username, USERNAME_LENGTH_MAX));

/** Why an account cannot be called so; undefined: it can. */
export function refusalOfName(username: string): string | undefined {
  if (nameOf(username) === '') return 'Please give yourself a name that one can see.';
  if (isProfane(username)) return 'This name holds words that are not allowed here. Choose another one.';
  return undefined;
}

/**
 * Makes an account, or gives the existing account of a signed-in person a new name and a new key.
 * @param accountKey how it signs in; absent: a pseudonymous account, which cannot
 * @returns its public name and its key, which cannot be read again; or why not
 */
export async function register(
  accounts: Pick<Accounts, 'create' | 'byOauthId' | 'change' | 'renewKey'>,
  username: string,
  accountKey?: string,
): Promise<Registered> {
  const refusal = refusalOfName(username);
  if (refusal !== undefined) return { refusal };
  const name = nameOf(username);
  const made = await accounts.create({ username, ...(accountKey !== undefined && { oauthId: accountKey }) });
  if (made) return { alias: made.user.alias, key: made.key, isRenewed: false };
  const known = accountKey === undefined ? undefined : await accounts.byOauthId(accountKey);
  if (!known) throw new Error('a sign-in id is taken by nobody');
  const renamed =
    name === known.username ? known : await accounts.change({ userId: known.id, set: { username: name } });
  if (!renamed) throw new Error(`the account ${known.id} has gone while it was renamed`);
  return { alias: renamed.alias, key: await accounts.renewKey(known.id), isRenewed: true };
}
