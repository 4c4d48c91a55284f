import { tidyLine } from '@openhorde/rules';
import type { Database } from '../../platform/db.ts';
import type { World } from '../../platform/world.ts';
import { readCookie, setCookie } from './cookies.ts';
import type { Identity, ProviderName } from './provider.ts';
import { deleteSession, findSession, insertSession, pruneSessions } from './sessionStore.ts';
import { isSame, signatureOf } from './signed.ts';

/** Who sits at a browser. */
export interface Session {
  accountKey: string;
  provider: ProviderName;
  /** How the provider calls the person, where it says so. */
  name: string | null;
  /** Stands in every form of a page, and in nothing that another site could read. */
  formToken: string;
}

export interface SessionsNeeds {
  db: Database;
  world: Pick<World, 'now' | 'secret'>;
  /** Signs the tokens of forms. */
  key: Buffer;
  /** Whether this horde is reached over TLS. */
  secure: boolean;
}

const COOKIE = 'openhorde_session';
const TOKEN_BYTES = 24;
/** Long enough for an evening; a browser that is still open the next day is signed out. */
const LIFE_MS = 12 * 3_600_000;

/**
 * Browsers in which a person has signed in. They open the pages and never the API, which takes keys alone.
 */
export class Sessions {
  readonly #needs: SessionsNeeds;

  constructor(needs: SessionsNeeds) {
    this.#needs = needs;
  }

  /** @returns the cookie to set */
  async open(provider: ProviderName, { accountKey, name }: Identity): Promise<string> {
    const { db, world, secure } = this.#needs;
    const token = world.secret(TOKEN_BYTES);
    const now = world.now();
    const times = { now: new Date(now), expiresAt: new Date(now + LIFE_MS) };
    await insertSession(db, token, { accountKey, provider, name: tidyLine(name ?? '') || null }, times);
    return setCookie(COOKIE, token, { secure, maxAgeSeconds: LIFE_MS / 1000 });
  }

  /** @param cookies the `Cookie` header */
  async find(cookies: string | undefined): Promise<Session | undefined> {
    const token = this.#tokenOf(cookies);
    if (token === undefined) return undefined;
    const { db, world, key } = this.#needs;
    const stored = await findSession(db, token, new Date(world.now()));
    return stored && { ...stored, formToken: signatureOf(key, 'form', token) };
  }

  /** Whether a form was one of ours, shown in this browser. */
  isOwnForm(session: Session, formToken: string): boolean {
    return isSame(session.formToken, formToken);
  }

  /** @returns the cookie to set */
  async close(cookies: string | undefined): Promise<string> {
    const token = this.#tokenOf(cookies);
    if (token !== undefined) await deleteSession(this.#needs.db, token);
    return setCookie(COOKIE, '', { secure: this.#needs.secure, maxAgeSeconds: 0 });
  }

  prune(): Promise<void> {
    return pruneSessions(this.#needs.db, new Date(this.#needs.world.now()));
  }

  #tokenOf(cookies: string | undefined): string | undefined {
    return readCookie(cookies, COOKIE, this.#needs.secure) || undefined;
  }
}
