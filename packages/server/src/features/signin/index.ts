import type { Platform } from '../../platform/platform.ts';
import type { Timers } from '../../platform/timers.ts';
import type { ProviderName, SignInConfig } from './provider.ts';
import { makeProviders, type ProviderEndpoints } from './providers.ts';
import { SignIn } from './signIn.ts';

export type { ProviderName, SignInConfig } from './provider.ts';
export type { ProviderEndpoints } from './providers.ts';
export type { Session } from './sessions.ts';
export { FINISH_PATH, SignIn } from './signIn.ts';
export { SignInError, type SignInReason } from './signInError.ts';

export interface SignInSecrets {
  /** Signs cookies and forms. */
  key: Buffer;
  /** By which the horde proves to the providers who it is. */
  clients: Partial<Record<ProviderName, string>>;
}

/** Sign-in by those whom the operator has set up; without any it only says no. */
export function signInFeature(
  {
    config,
    world,
    db,
    log,
  }: Pick<Platform, 'world' | 'db' | 'log'> & {
    config: { signIn: SignInConfig; http: { publicUrl: string } };
  },
  { key, clients }: SignInSecrets,
  { timers, endpoints }: { timers: Timers; endpoints?: Partial<ProviderEndpoints> },
): SignIn {
  const providers = makeProviders({
    config: config.signIn,
    secrets: clients,
    now: world.now,
    ...(endpoints && { endpoints }),
  });
  const secure = config.http.publicUrl.startsWith('https:');
  const signIn = new SignIn({ providers, db, world, log, key, secure });
  timers.repeat({ name: 'prune sessions', everyMs: 3_600_000, run: () => signIn.sessions.prune() });
  return signIn;
}
