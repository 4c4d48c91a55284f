import * as client from 'openid-client';
import type { Logger } from 'pino';
import type { World } from '../../platform/world.ts';
import { readCookie, setCookie } from './cookies.ts';
import type { Checks, Provider } from './provider.ts';
import { returnTarget } from './returnTarget.ts';
import { Sessions, type SessionsNeeds } from './sessions.ts';
import { signed, unsigned } from './signed.ts';
import { SignInError } from './signInError.ts';

/** A sign-in under way, as the cookie of the browser that began it holds it. */
interface Dance extends Checks {
  provider: string;
  returnTo: string;
  expiresAtMs: number;
}

export interface SignInNeeds extends SessionsNeeds {
  providers: readonly Provider[];
  world: Pick<World, 'now' | 'secret'>;
  log: Pick<Logger, 'warn'>;
}

const COOKIE = 'openhorde_dance';
const PURPOSE = 'dance';
/** To find a password, and the telephone for the second factor. */
const DANCE_MS = 600_000;
export const FINISH_PATH = '/finish_dance';

/**
 * Sign-in by a provider that vouches for people. A dance: `begin` sends the browser to the provider and
 * leaves a signed cookie that says what must come back (state, nonce, PKCE verifier) and where to go then;
 * `finish` takes the answer, asks the provider whose it is, and opens a session. Nothing of it is kept in the
 * process: any node can finish a sign-in that another began.
 */
export class SignIn {
  readonly sessions: Sessions;
  readonly #needs: SignInNeeds;

  constructor(needs: SignInNeeds) {
    this.#needs = needs;
    this.sessions = new Sessions(needs);
  }

  get providers(): readonly Pick<Provider, 'name' | 'title'>[] {
    return this.#needs.providers;
  }

  /**
   * @param rest of the path: where to come back to, without the first slash
   * @param publicUrl of this horde, without a slash at the end
   * @returns where to send the browser, and the cookie to set
   * @throws SignInError unknown, target, unreachable
   */
  async begin(providerName: string, rest: string, publicUrl: string): Promise<{ url: URL; cookie: string }> {
    const { world, key, secure } = this.#needs;
    const provider = this.#providerOf(providerName);
    const dance: Dance = {
      provider: provider.name,
      returnTo: returnTarget(rest),
      state: client.randomState(),
      nonce: client.randomNonce(),
      verifier: client.randomPKCECodeVerifier(),
      expiresAtMs: world.now() + DANCE_MS,
    };
    const url = await this.#asking(provider, () => provider.begin(dance, `${publicUrl}${FINISH_PATH}`));
    const cookie = setCookie(COOKIE, signed(key, PURPOSE, dance), {
      secure,
      maxAgeSeconds: DANCE_MS / 1000,
    });
    return { url, cookie };
  }

  /**
   * @param answer the whole address that the browser came back to, as the provider was told it
   * @returns the page to go to, and the cookies to set
   * @throws SignInError
   */
  async finish(answer: URL, cookies: string | undefined): Promise<{ returnTo: string; cookies: string[] }> {
    const dance = this.#danceOf(cookies);
    if (!dance || answer.searchParams.get('state') !== dance.state) throw new SignInError('stale');
    const provider = this.#providerOf(dance.provider);
    const identity = await this.#asking(provider, () => provider.finish(answer, dance));
    const session = await this.sessions.open(provider.name, identity);
    return { returnTo: dance.returnTo, cookies: [session, this.endOfDance()] };
  }

  /** The cookie that ends a dance, however it ended. */
  endOfDance(): string {
    return setCookie(COOKIE, '', { secure: this.#needs.secure, maxAgeSeconds: 0 });
  }

  #providerOf(name: string): Provider {
    const provider = this.#needs.providers.find(one => one.name === name);
    if (!provider) throw new SignInError('unknown');
    return provider;
  }

  #danceOf(cookies: string | undefined): Dance | undefined {
    const { world, key, secure } = this.#needs;
    const text = readCookie(cookies, COOKIE, secure);
    const dance = text === undefined ? undefined : (unsigned(key, PURPOSE, text) as Dance | undefined);
    return dance && dance.expiresAtMs > world.now() ? dance : undefined;
  }

  /** What went wrong at the provider, in our words; the log has its own, without codes and tokens. */
  async #asking<T>({ name: provider }: Provider, work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      if (error instanceof SignInError) throw error;
      const { name, message, code } = error as Error & { code?: string };
      const reason = reasonOf(error);
      if (reason !== 'denied')
        this.#needs.log.warn({ provider, reason, name, code, message }, 'a sign-in failed');
      throw new SignInError(reason, { cause: error });
    }
  }
}

function reasonOf(error: unknown): SignInError['reason'] {
  if (error instanceof client.AuthorizationResponseError) {
    return error.error === 'access_denied' ? 'denied' : 'unreachable';
  }
  if (error instanceof client.ResponseBodyError) {
    return error.error === 'invalid_grant' ? 'stale' : 'unreachable';
  }
  const { code } = error as { code?: unknown };
  const isAway = code === 'OAUTH_TIMEOUT' || code === 'OAUTH_RESPONSE_IS_NOT_CONFORM';
  return error instanceof client.ClientError && !isAway ? 'distrusted' : 'unreachable';
}
