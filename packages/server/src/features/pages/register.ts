import { cleanText } from '../../platform/cleanText.ts';
import { isProfane } from '../../platform/profanity.ts';
import { type Accounts, USERNAME_LENGTH_MAX } from '../accounts/index.ts';

export type Registered = { alias: string; key: string; isRenewed: boolean } | { refusal: string };

/** Why an account cannot be called so; undefined: it can. */
export function refusalOfName(username: string): string | undefined {
  if (username.trim() === '') return 'Please give yourself a name.';
  if (isProfane(username)) return 'This name holds words that are not allowed here. Choose another one.';
  return undefined;
}

/**
 * Makes an account, or gives whoever has signed in to an account that is there a new name and a new key.
 * @param accountKey how it signs in; absent: a pseudonymous account, which cannot
 * @returns its public name and its key, which nobody can read again; or why not
 */
export async function register(
  accounts: Pick<Accounts, 'create' | 'byOauthId' | 'change' | 'renewKey'>,
  username: string,
  accountKey?: string,
): Promise<Registered> {
  const refusal = refusalOfName(username);
  if (refusal !== undefined) return { refusal };
  const made = await accounts.create({ username, ...(accountKey !== undefined && { oauthId: accountKey }) });
  if (made) return { alias: made.user.alias, key: made.key, isRenewed: false };
  const known = accountKey === undefined ? undefined : await accounts.byOauthId(accountKey);
  if (!known) throw new Error('a sign-in id is taken by nobody');
  const name = cleanText([...username].slice(0, USERNAME_LENGTH_MAX).join(''));
  const renamed =
    name === known.username ? known : await accounts.change({ userId: known.id, set: { username: name } });
  if (!renamed) throw new Error(`the account ${known.id} has gone while it was renamed`);
  return { alias: renamed.alias, key: await accounts.renewKey(known.id), isRenewed: true };
}
