import type { KeyScope } from '@openhorde/contract';
import { ANONYMOUS_ID } from '@openhorde/rules';
import { withoutPower } from '../../http/index.ts';
import type { Bus } from '../../platform/bus.ts';
import type { Executor } from '../../platform/db.ts';
import { ANONYMOUS_KEY, hashKey } from './keys.ts';
import type { User } from './user.ts';
import type { UserStore } from './userStore.ts';

const TOPIC = 'users';
/** Some 500 bytes each. */
const USERS_MAX = 50_000;

export interface UserCacheNeeds {
  database: Executor;
  store: UserStore;
  bus: Bus;
  salt: string;
  /** Told each key that was shown and known, by its hash. */
  onKey?(keyHash: string): void;
}

/**
 * Accounts in memory, by number and by key. The database is the truth: an account that changes is dropped here and on
 * every other node, and read again when it is asked for.
 */
export class UserCache {
  readonly #needs: UserCacheNeeds;
  readonly #byId = new Map<number, User>();
  readonly #byKeyHash = new Map<string, User>();
  /** Dropping an account drops all of its keys, those that were revoked included. */
  readonly #keyHashesOf = new Map<number, Set<string>>();
  readonly #endings: (() => void)[];
  #passkeys: Promise<ReadonlySet<string>> | undefined;
  /** Grows whenever something is dropped: what was read before a drop must not be kept after it. */
  version = 0;

  constructor(needs: UserCacheNeeds) {
    this.#needs = needs;
    this.#endings = [
      needs.bus.subscribe(TOPIC, payload => this.drop(payload as number[])),
      needs.bus.onGap(() => this.#dropAll()),
    ];
  }

  /**
   * The account of a plain key, with the scope of that key; undefined when no account has it. A known key
   * costs one hash and one look-up.
   */
  async byKey(key: string): Promise<User | undefined> {
    if (key === ANONYMOUS_KEY) return this.byId(ANONYMOUS_ID);
    const { database, store, salt, onKey } = this.#needs;
    const keyHash = hashKey(salt, key);
    const known = this.#byKeyHash.get(keyHash);
    if (known) {
      onKey?.(keyHash);
      return known;
    }
    const { version } = this;
    const found = await store.findByKeyHash(database, keyHash);
    if (!found) return undefined;
    onKey?.(keyHash);
    const user = withScope(found.user, found.scope);
    if (version !== this.version) return user;
    this.#remember(found.user);
    this.#byKeyHash.set(keyHash, user);
    const hashes = this.#keyHashesOf.get(user.id);
    if (hashes) hashes.add(keyHash);
    else this.#keyHashesOf.set(user.id, new Set([keyHash]));
    return user;
  }

  async byId(id: number): Promise<User | undefined> {
    return this.#byId.get(id) ?? (await this.byIds([id])).get(id);
  }

  /** The accounts that exist among `ids`. */
  async byIds(ids: Iterable<number>): Promise<Map<number, User>> {
    const found = new Map<number, User>();
    const missing: number[] = [];
    for (const id of new Set(ids)) {
      const known = this.#byId.get(id);
      if (known) found.set(id, known);
      else missing.push(id);
    }
    if (missing.length === 0) return found;
    const { version } = this;
    for (const user of await this.#needs.store.findByIds(this.#needs.database, missing)) {
      found.set(user.id, user);
      if (version === this.version) this.#remember(user);
    }
    return found;
  }

  /** Whether a passkey is that of a service in good standing: the whole of it, and nothing like it. */
  async isPasskey(passkey: string): Promise<boolean> {
    // They are few, and asked for with each call of a service: all of them are kept until an account changes.
    this.#passkeys ??= this.#needs.store.findPasskeys(this.#needs.database);
    const { version } = this;
    const passkeys = await this.#passkeys.catch(error => {
      if (version === this.version) this.#passkeys = undefined;
      throw error;
    });
    return passkeys.has(passkey);
  }

  /** Tells every node that accounts have changed; with `on` as part of that transaction. */
  async tell(ids: readonly number[], on?: Executor): Promise<void> {
    await this.#needs.bus.publish(TOPIC, ids, on);
  }

  drop(ids: readonly number[]): void {
    this.version += 1;
    this.#passkeys = undefined;
    for (const id of ids) this.#forget(id);
  }

  close(): void {
    for (const end of this.#endings) end();
  }

  #remember(user: User): void {
    this.#byId.set(user.id, user);
    if (this.#byId.size <= USERS_MAX) return;
    const [oldest] = this.#byId.keys();
    if (oldest !== undefined) this.#forget(oldest);
  }

  #forget(id: number): void {
    this.#byId.delete(id);
    for (const keyHash of this.#keyHashesOf.get(id) ?? []) this.#byKeyHash.delete(keyHash);
    this.#keyHashesOf.delete(id);
  }

  #dropAll(): void {
    this.version += 1;
    this.#passkeys = undefined;
    for (const map of [this.#byId, this.#byKeyHash, this.#keyHashesOf]) map.clear();
  }
}

/** An account as far as one of its keys goes. */
const withScope = (user: User, keyScope: KeyScope): User =>
  keyScope === 'all' ? user : { ...withoutPower(user), keyScope };
