import { hash } from 'node:crypto';
import type { Database, Executor } from '../../platform/db.ts';
import type { World } from '../../platform/world.ts';
import { recordDeed } from '../audit/index.ts';
import type { User } from './user.ts';
import type { UserStore } from './userStore.ts';

const TOKEN_BYTES = 24;
/** Nodes that start again and again before there is an administrator do not fill the table. */
const TOKENS_MAX = 20;
/** Rolls back the account of a call that came second. */
const CLOSED = new Error('there is an administrator already');

export interface FirstAdminNeeds {
  db: Database;
  world: Pick<World, 'now' | 'secret'>;
  store: UserStore;
  accounts: {
    create(
      fields: { username: string },
      finish: (on: Executor, made: User) => Promise<User>,
    ): Promise<{ user: User; key: string } | undefined>;
  };
}

/**
 * How a horde gets its first administrator without a command on its machine: a node that starts while there is none prints
 * an address with a token in it. Each token works once, and all of them end when there is an administrator, however he was
 * made (`endFirstAdminTokens`). Several nodes may print one each: the lock on the table lets one call after the other
 * through, on all nodes.
 */
export class FirstAdmin {
  readonly #needs: FirstAdminNeeds;

  constructor(needs: FirstAdminNeeds) {
    this.#needs = needs;
  }

  /** A new token; undefined: there is an administrator. */
  async invite(): Promise<string | undefined> {
    const { db, world, store } = this.#needs;
    const token = world.secret(TOKEN_BYTES);
    return db.transaction(async on => {
      await lock(on);
      if (await store.hasAdmin(on)) return undefined;
      await on.query(
        `DELETE FROM first_admin_tokens WHERE token_hash NOT IN
           (SELECT token_hash FROM first_admin_tokens ORDER BY created_at DESC LIMIT $1)`,
        [TOKENS_MAX - 1],
      );
      await on.query('INSERT INTO first_admin_tokens (token_hash, created_at) VALUES ($1, $2)', [
        hashOf(token),
        new Date(world.now()),
      ]);
      return token;
    });
  }

  /** Whether a token would make an administrator now. */
  isOpen(token: string): Promise<boolean> {
    return this.#isOpen(this.#needs.db, token);
  }

  /**
   * Makes the first administrator, who is a moderator as well.
   * @returns the account with its key, which cannot be read again; undefined when the token is no longer good
   */
  async make(token: string, username: string): Promise<{ user: User; key: string } | undefined> {
    const { accounts, store, world } = this.#needs;
    // Asked before as well: a guess must not cost a number.
    if (!(await this.isOpen(token))) return undefined;
    return accounts
      .create({ username }, async (on, made) => {
        await lock(on);
        if (!(await this.#isOpen(on, token))) throw CLOSED;
        await endFirstAdminTokens(on);
        const detail = { admin: true, by: 'one-time address' };
        const deed = { actorId: null, action: 'user.admin', subject: `user:${made.id}`, detail };
        await recordDeed(on, deed, world.now());
        return (await store.update(on, made.id, { admin: true, moderator: true, trusted: true })) ?? made;
      })
      .catch(error => {
        if (error !== CLOSED) throw error;
        return undefined;
      });
  }

  async #isOpen(on: Executor, token: string): Promise<boolean> {
    const { rowCount } = await on.query('SELECT FROM first_admin_tokens WHERE token_hash = $1', [
      hashOf(token),
    ]);
    return rowCount === 1 && !(await this.#needs.store.hasAdmin(on));
  }
}

/** There is an administrator now: part of every transaction that makes one. */
export async function endFirstAdminTokens(on: Executor): Promise<void> {
  await on.query('DELETE FROM first_admin_tokens');
}

/** One transaction after the other; those of `endFirstAdminTokens` wait, too. */
const lock = (on: Executor) => on.query('LOCK TABLE first_admin_tokens IN SHARE ROW EXCLUSIVE MODE');

const hashOf = (token: string): string => hash('sha256', token, 'hex');
