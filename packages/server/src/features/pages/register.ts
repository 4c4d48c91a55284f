import { isProfane } from '../../platform/profanity.ts';
import type { Accounts } from '../accounts/index.ts';

/**
 * Makes a pseudonymous account.
 * @returns its public name and its key, which nobody can read again; or why not
 */
export async function register(
  accounts: Pick<Accounts, 'create'>,
  username: string,
): Promise<{ alias: string; key: string } | { refusal: string }> {
  if (username.trim() === '') return { refusal: 'Please give yourself a name.' };
  if (isProfane(username))
    return { refusal: 'This name holds words that are not allowed here. Choose another one.' };
  const made = await accounts.create({ username });
  if (!made) throw new Error('a random sign-in id was taken');
  return { alias: made.user.alias, key: made.key };
}
