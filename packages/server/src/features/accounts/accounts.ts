import { ANONYMOUS_ID } from '@openhorde/rules';
import type { World } from '../../app/context.ts';
import { cleanText } from '../../platform/cleanText.ts';
import type { Database, Executor } from '../../platform/db.ts';
import type { Adjustment } from '../kudos/index.ts';
import { hashKey, makeKey } from './keys.ts';
import type { Role, User } from './user.ts';
import type { UserCache } from './userCache.ts';
import type { UserStore } from './userStore.ts';

/** Longest name of an account, in characters. */
export const USERNAME_LENGTH_MAX = 30;

export interface AccountsNeeds {
  db: Database;
  world: Pick<World, 'secret' | 'uuid'>;
  salt: string;
  store: UserStore;
  users: UserCache;
  /** The command that books what the horde gives and takes. */
  adjustKudos(adjustment: Adjustment): Promise<void>;
}

/** Accounts: who they are, their keys, their roles, and what administrators give them. */
export class Accounts {
  readonly #needs: AccountsNeeds;
  readonly #trustListeners: ((userId: number, trusted: boolean) => Promise<void>)[] = [];

  constructor(needs: AccountsNeeds) {
    this.#needs = needs;
  }

  /** The account of a plain key; undefined when nobody has it. */
  byKey(key: string): Promise<User | undefined> {
    return this.#needs.users.byKey(key);
  }

  byId(id: number): Promise<User | undefined> {
    return this.#needs.users.byId(id);
  }

  byIds(ids: Iterable<number>): Promise<Map<number, User>> {
    return this.#needs.users.byIds(ids);
  }

  byOauthId(oauthId: string): Promise<User | undefined> {
    return this.#needs.store.findByOauthId(this.#needs.db, oauthId);
  }

  /**
   * Makes an account with a key, which nobody can read again later.
   * @param fields.username cut to 30 characters and cleaned of markup
   * @param fields.oauthId how it signs in; absent: a pseudonymous account, which cannot
   * @returns undefined when an account with this sign-in id is there already
   */
  async create(fields: {
    username: string;
    oauthId?: string;
  }): Promise<{ user: User; key: string } | undefined> {
    const { db, store, world, salt } = this.#needs;
    const username = cleanText([...fields.username].slice(0, USERNAME_LENGTH_MAX).join(''));
    const key = makeKey(world);
    const user = await db.transaction(async transaction => {
      const made = await store.insert(transaction, username, fields.oauthId ?? world.uuid());
      if (made) await store.replaceKey(transaction, made.id, hashKey(salt, key));
      return made;
    });
    return user && { user, key };
  }

  /** Gives an account a new key; the old one is no longer good. */
  async renewKey(userId: number): Promise<string> {
    const { store, world, salt } = this.#needs;
    const key = makeKey(world);
    await this.#change(userId, on => store.replaceKey(on, userId, hashKey(salt, key)));
    return key;
  }

  /**
   * Sets roles; those not named stay. A moderator is trusted as well. The anonymous account keeps what it has.
   * @returns the account as it is then; undefined when there is none
   */
  async setRoles(userId: number, roles: Partial<Record<Role, boolean>>): Promise<User | undefined> {
    const wanted = roles.moderator ? { ...roles, trusted: true } : roles;
    if (Object.keys(wanted).length === 0 || userId === ANONYMOUS_ID) return this.byId(userId);
    const user = await this.#change(userId, on => this.#needs.store.updateRoles(on, userId, wanted));
    if (user && wanted.trusted !== undefined) {
      for (const listener of this.#trustListeners) await listener(userId, user.trusted);
    }
    return user;
  }

  /** Called after the trust of an account was set, which its workers share. */
  whenTrustSet(listener: (userId: number, trusted: boolean) => Promise<void>): void {
    this.#trustListeners.push(listener);
  }

  /**
   * Books what administrators give (negative: take).
   * @param eventId names the deed: a second one of the same name moves nothing
   */
  async giveKudos(
    userId: number,
    cents: number,
    eventId = `admin:${this.#needs.world.uuid()}`,
  ): Promise<void> {
    await this.#needs.adjustKudos({ eventId, userId, cents, entry: 'admin', action: 'admin' });
  }

  /** Books kudos that show in no total of the account: where an account of a test begins. */
  async startWith(userId: number, cents: number): Promise<void> {
    await this.#needs.adjustKudos({
      eventId: `start:${this.#needs.world.uuid()}`,
      userId,
      cents,
      entry: 'admin',
    });
  }

  /** Changes an account in one transaction, of which every node is told. */
  async #change<T>(userId: number, work: (on: Executor) => Promise<T>): Promise<T> {
    const { db, users } = this.#needs;
    const changed = await db.transaction(async transaction => {
      const value = await work(transaction);
      await users.tell([userId], transaction);
      return value;
    });
    // The bus says it here, too, but a little later than the caller goes on.
    users.drop([userId]);
    return changed;
  }
}
