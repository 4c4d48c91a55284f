import { SignInError } from './signInError.ts';

const DEFAULT = '/register';
/** Plain segments: no scheme, no host, no backslash and no dots that would lead elsewhere. */
const PATH = /^[\w~-][\w.~-]*(?:\/[\w~-][\w.~-]*)*$/;
const LENGTH_MAX = 200;

/**
 * The page of this site to come back to after a sign-in.
 * @param rest what follows `/google/`
 * @throws SignInError target for everything that is not plainly a path of this site
 */
export function returnTarget(rest: string): string {
  if (rest === '') return DEFAULT;
  if (rest.length > LENGTH_MAX || !PATH.test(rest)) throw new SignInError('target');
  return `/${rest}`;
}
