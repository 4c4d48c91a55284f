import { ANONYMOUS_ID } from '@openhorde/rules';
import type { Bus } from '../../platform/bus.ts';
import type { Executor } from '../../platform/db.ts';
import { ANONYMOUS_KEY, hashKey } from './keys.ts';
import type { User } from './user.ts';
import type { UserStore } from './userStore.ts';

const TOPIC = 'users';
/** Some 500 bytes each. */
const USERS_MAX = 50_000;

/**
 * Accounts in memory, by number and by key. The database is the truth: an account that changes is dropped here and on
 * every other node, and read again when it is asked for.
 */
export class UserCache {
  readonly #database: Executor;
  readonly #store: UserStore;
  readonly #bus: Bus;
  readonly #salt: string;
  readonly #byId = new Map<number, User>();
  readonly #byKeyHash = new Map<string, User>();
  /** An account has one key, so that dropping the account drops a key that was replaced, too. */
  readonly #keyHashOf = new Map<number, string>();
  readonly #endings: (() => void)[];
  /** Grows whenever something is dropped: what was read before a drop must not be kept after it. */
  version = 0;

  constructor(needs: { database: Executor; store: UserStore; bus: Bus; salt: string }) {
    this.#database = needs.database;
    this.#store = needs.store;
    this.#bus = needs.bus;
    this.#salt = needs.salt;
    this.#endings = [
      needs.bus.subscribe(TOPIC, payload => this.drop(payload as number[])),
      needs.bus.onGap(() => this.#dropAll()),
    ];
  }

  /** The account of a plain key; undefined when nobody has it. A known key costs one hash and one look-up. */
  async byKey(key: string): Promise<User | undefined> {
    if (key === ANONYMOUS_KEY) return this.byId(ANONYMOUS_ID);
    const keyHash = hashKey(this.#salt, key);
    const known = this.#byKeyHash.get(keyHash);
    if (known) return known;
    const { version } = this;
    const user = await this.#store.findByKeyHash(this.#database, keyHash);
    if (!user || version !== this.version) return user;
    this.#remember(user);
    this.#byKeyHash.set(keyHash, user);
    this.#keyHashOf.set(user.id, keyHash);
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
    for (const user of await this.#store.findByIds(this.#database, missing)) {
      found.set(user.id, user);
      if (version === this.version) this.#remember(user);
    }
    return found;
  }

  /** Tells every node that accounts have changed; with `on` as part of that transaction. */
  async tell(ids: readonly number[], on?: Executor): Promise<void> {
    await this.#bus.publish(TOPIC, ids, on);
  }

  drop(ids: readonly number[]): void {
    this.version += 1;
    for (const id of ids) {
      this.#byId.delete(id);
      const keyHash = this.#keyHashOf.get(id);
      if (keyHash === undefined) continue;
      this.#keyHashOf.delete(id);
      this.#byKeyHash.delete(keyHash);
    }
  }

  close(): void {
    for (const end of this.#endings) end();
  }

  #remember(user: User): void {
    this.#byId.set(user.id, user);
    if (this.#byId.size <= USERS_MAX) return;
    const [oldest] = this.#byId.keys();
    if (oldest !== undefined) this.drop([oldest]);
  }

  #dropAll(): void {
    this.version += 1;
    for (const map of [this.#byId, this.#byKeyHash, this.#keyHashOf]) map.clear();
  }
}
