import { ANONYMOUS_ID, cutToCodePoints } from '@openhorde/rules';
import type { Logger } from 'pino';
import type { Adjustment } from '../../core/kudos/index.ts';
import { cleanName } from '../../platform/cleanText.ts';
import type { Database, Executor } from '../../platform/db.ts';
import { Listeners } from '../../platform/listeners.ts';
import type { World } from '../../platform/world.ts';
import type { UserChange } from './changeUser.ts';
import { replaceMainKey } from './keyStore.ts';
import { hashKey, makeKey } from './keys.ts';
import { ROLES, type Role, type User } from './user.ts';
import type { UserCache } from './userCache.ts';
import type { UserStore } from './userStore.ts';

/** Longest name of an account, in characters. */
export const USERNAME_LENGTH_MAX = 30;

export interface AccountsNeeds {
  db: Database;
  world: Pick<World, 'now' | 'secret' | 'uuid'>;
  salt: string;
  store: UserStore;
  users: UserCache;
  log: Pick<Logger, 'error'>;
  /** The commands that change accounts, and that book what the horde gives and takes. */
  changeUser(change: UserChange): Promise<User | undefined>;
  adjustKudos(adjustment: Adjustment): Promise<void>;
}

/** Accounts: who they are, their keys, their roles, and what administrators give them. */
export class Accounts {
  readonly #needs: AccountsNeeds;
  readonly #changeListeners: Listeners<[user: User, change: UserChange]>;
  readonly #birthListeners: Listeners<[user: User, wantedName: string]>;

  constructor(needs: AccountsNeeds) {
    this.#needs = needs;
    this.#changeListeners = new Listeners(needs.log, 'a change of an account was not followed');
    this.#birthListeners = new Listeners(needs.log, 'a new account was not looked at');
  }

  /** The account of a plain key, with the scope of that key; undefined when no account has it. */
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

  /** Whether a passkey of `Proxy-Authorization` is that of a service in good standing. */
  isProxyPasskey(passkey: string): Promise<boolean> {
    return this.#needs.users.isPasskey(passkey);
  }

  /** Tells every node that accounts have changed, as part of a transaction. */
  tell(ids: readonly number[], on: Executor): Promise<void> {
    return this.#needs.users.tell(ids, on);
  }

  /** What this node knows of accounts is read again when it is asked for. */
  forget(ids: readonly number[]): void {
    this.#needs.users.drop(ids);
  }

  /**
   * Makes an account with a key, which cannot be read again later.
   * @param fields.username cut to 30 characters and cleaned of markup
   * @param fields.oauthId how it signs in; absent: a pseudonymous account, which cannot
   * @param finish what else is done to it in the transaction that makes it; when it throws there is no account
   * @returns undefined when an account with this sign-in id is there already
   */
  async create(
    fields: { username: string; oauthId?: string },
    finish: (on: Executor, made: User) => Promise<User> = async (_, made) => made,
  ): Promise<{ user: User; key: string } | undefined> {
    const { db, store, world, salt } = this.#needs;
    const username = cleanName(cutToCodePoints(fields.username, USERNAME_LENGTH_MAX));
    const key = makeKey(world);
    const nowMs = world.now();
    const user = await db.transaction(async transaction => {
      const made = await store.insert(transaction, username, fields.oauthId ?? world.uuid(), nowMs);
      if (!made) return undefined;
      await replaceMainKey(transaction, made.id, hashKey(salt, key), nowMs);
      return finish(transaction, made);
    });
    if (!user) return undefined;
    await this.#birthListeners.tell(user, fields.username);
    return { user, key };
  }

  /** Called after an account was made, with the name that was wanted for it. */
  whenMade(listener: (user: User, wantedName: string) => Promise<void>): void {
    this.#birthListeners.add(listener);
  }

  /** Gives an account a new main key; the old one is no longer good. Keys with a scope stay. */
  async renewKey(userId: number): Promise<string> {
    const { db, users, world, salt } = this.#needs;
    const key = makeKey(world);
    await db.transaction(async transaction => {
      await replaceMainKey(transaction, userId, hashKey(salt, key), world.now());
      await users.tell([userId], transaction);
    });
    users.drop([userId]);
    return key;
  }

  /**
   * Sets roles; those not named stay. A moderator is trusted as well. The anonymous account keeps what it has.
   * @returns the account as it is then; undefined when there is none
   */
  setRoles(userId: number, roles: Partial<Record<Role, boolean>>): Promise<User | undefined> {
    return this.change({ userId, set: roles });
  }

  /**
   * Changes an account: all that is named, or nothing. A moderator is trusted as well, and what was held back of a trusted
   * account is paid. The anonymous account takes no role.
   * @returns the account as it is then; undefined when there is none
   */
  async change(wanted: UserChange): Promise<User | undefined> {
    const { userId } = wanted;
    const set = { ...wanted.set, ...(wanted.set.moderator && { trusted: true }) };
    if (userId === ANONYMOUS_ID) {
      for (const role of ROLES) delete set[role];
      delete set.public_workers;
    }
    const change: UserChange = {
      ...wanted,
      set,
      ...(set.trusted && { drainId: `promote:${this.#needs.world.uuid()}` }),
    };
    const user = await this.#needs.changeUser(change);
    if (user) await this.#changeListeners.tell(user, change);
    return user;
  }

  /** Called after an account was changed, with the account as it is then. */
  whenChanged(listener: (user: User, change: UserChange) => Promise<void>): void {
    this.#changeListeners.add(listener);
  }

  /** An account has earned its trust. */
  async noteTrust(userId: number): Promise<void> {
    const user = await this.byId(userId);
    if (user) await this.#changeListeners.tell(user, { userId, set: { trusted: true } });
  }

  /** Called after the trust of an account was set, which its workers share. */
  whenTrustSet(listener: (userId: number, trusted: boolean) => Promise<void>): void {
    this.whenChanged(async ({ id, trusted }, { set }) => {
      if (set.trusted !== undefined) await listener(id, trusted);
    });
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

  /** Books an award; negative: one that is taken back. */
  async award(userId: number, cents: number): Promise<void> {
    const eventId = `award:${this.#needs.world.uuid()}`;
    await this.#needs.adjustKudos({ eventId, userId, cents, entry: 'award', action: 'awarded' });
  }

  /** Books kudos that show in no total of the account: where an account of a test begins, be it below its floor. */
  async startWith(userId: number, cents: number): Promise<void> {
    await this.#needs.adjustKudos({
      eventId: `start:${this.#needs.world.uuid()}`,
      userId,
      cents,
      entry: 'admin',
      isStart: true,
    });
  }
}
