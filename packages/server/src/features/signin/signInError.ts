/**
 * Why a sign-in did not come about:
 * - `unknown`: the horde does not offer this provider
 * - `target`: the page to come back to is not one of this site
 * - `stale`: it took too long, was begun in another browser, or its code was used before
 * - `denied`: the person said no
 * - `distrusted`: what the provider sent does not prove who it is about
 * - `unreachable`: the provider does not answer, or says that it cannot
 */
export type SignInReason = 'unknown' | 'target' | 'stale' | 'denied' | 'distrusted' | 'unreachable';

export class SignInError extends Error {
  override name = 'SignInError';
  readonly reason: SignInReason;

  constructor(reason: SignInReason, options?: ErrorOptions) {
    super(`no sign-in: ${reason}`, options);
    this.reason = reason;
  }
}
