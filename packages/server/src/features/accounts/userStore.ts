import type { KeyScope } from '@openhorde/contract';
import { accountKind, aliasOf } from '@openhorde/rules';
import { type Executor, statement } from '../../platform/db.ts';
import type { Role, User } from './user.ts';

interface UserRow extends Record<Role, boolean> {
  id: number;
  username: string;
  oauth_id: string;
  created_at: Date;
  contact: string | null;
  admin_comment: string | null;
  public_workers: boolean;
  concurrency: number;
  worker_invited: number;
  usage_multiplier: number;
  monthly_kudos: number;
  monthly_kudos_last_received_at: Date | null;
  suspicions: number;
}

const COLUMNS = `
  u.id, u.username, u.oauth_id, u.created_at, u.contact, u.admin_comment, u.admin, u.moderator, u.trusted, u.flagged,
  u.customizer, u.vpn, u.special, u.service, u.education, u.deleted, u.public_workers, u.concurrency, u.worker_invited,
  u.usage_multiplier, u.monthly_kudos, u.monthly_kudos_last_received_at, u.suspicions`;

const BY_KEY = statement<UserRow & { scope: KeyScope }>(
  'user-by-key',
  `SELECT ${COLUMNS}, k.scope FROM api_keys k JOIN users u ON u.id = k.user_id WHERE k.key_hash = $1`,
);
const BY_IDS = statement<UserRow>(
  'users-by-id',
  `SELECT ${COLUMNS} FROM users u WHERE u.id = ANY($1::int[]) AND u.wiped_at IS NULL`,
);
const PASSKEYS = `
  SELECT proxy_passkey FROM users
  WHERE proxy_passkey IS NOT NULL AND service AND NOT flagged AND NOT deleted AND wiped_at IS NULL`;

/** Columns of an account that a change may set. */
export interface UserFields extends Partial<Record<Role, boolean>> {
  username?: string;
  contact?: string | null;
  admin_comment?: string | null;
  public_workers?: boolean;
  concurrency?: number;
  worker_invited?: number;
  usage_multiplier?: number;
  monthly_kudos?: number;
  monthly_kudos_last_received_at?: Date;
  suspicions?: number;
  proxy_passkey?: string;
}

/** The SQL of accounts. Never commits. */
export class UserStore {
  readonly #admins: ReadonlySet<string>;

  /** @param admins aliases of further administrators, from the configuration */
  constructor(admins: readonly string[]) {
    this.#admins = new Set(admins);
  }

  async findByKeyHash(on: Executor, keyHash: string): Promise<{ user: User; scope: KeyScope } | undefined> {
    const [row] = await BY_KEY.run(on, [keyHash]);
    return row && { user: this.#userOf(row), scope: row.scope };
  }

  async findByIds(on: Executor, ids: readonly number[]): Promise<User[]> {
    const rows = await BY_IDS.run(on, [ids]);
    return rows.map(row => this.#userOf(row));
  }

  async findByOauthId(on: Executor, oauthId: string): Promise<User | undefined> {
    return this.#one(on, `SELECT ${COLUMNS} FROM users u WHERE u.oauth_id = $1 AND u.wiped_at IS NULL`, [
      oauthId,
    ]);
  }

  /** Undefined when an account with this sign-in id is there already. */
  async insert(on: Executor, username: string, oauthId: string, nowMs: number): Promise<User | undefined> {
    const statement = `INSERT INTO users AS u (username, oauth_id, created_at, last_active_at) VALUES ($1, $2, $3, $3)
      ON CONFLICT (oauth_id) DO NOTHING RETURNING ${COLUMNS}`;
    return this.#one(on, statement, [username, oauthId, new Date(nowMs)]);
  }

  /** Sets columns; the others stay. Undefined when there is no such account. */
  async update(on: Executor, userId: number, fields: UserFields): Promise<User | undefined> {
    const names = Object.keys(fields) as (keyof UserFields)[];
    if (names.length === 0) return (await this.findByIds(on, [userId]))[0];
    const assignments = names.map((name, i) => `${name} = $${i + 2}`).join(', ');
    const values = [userId, ...names.map(name => fields[name])];
    return this.#one(
      on,
      `UPDATE users u SET ${assignments} WHERE u.id = $1 AND u.wiped_at IS NULL RETURNING ${COLUMNS}`,
      values,
    );
  }

  /** The passkeys of services in good standing. */
  async findPasskeys(on: Executor): Promise<ReadonlySet<string>> {
    const { rows } = await on.query<{ proxy_passkey: string }>(PASSKEYS);
    return new Set(rows.map(row => row.proxy_passkey));
  }

  /**
   * Takes everything off an account that says who it was, unless it was active after `activeSince`.
   * @returns whether it was done
   */
  async wipe(on: Executor, userId: number, activeSince: Date, now: Date): Promise<boolean> {
    const { rowCount } = await on.query(
      `UPDATE users
       SET username = '<wiped>', oauth_id = '<wiped>:' || id, contact = '<wiped>', admin_comment = NULL,
           proxy_passkey = NULL, public_workers = false, monthly_kudos = 0, admin = false, trusted = false, customizer = false,
           vpn = false, special = false, service = false, education = false, wiped_at = $3
       WHERE id = $1 AND deleted AND wiped_at IS NULL AND last_active_at < $2`,
      [userId, activeSince, now],
    );
    return rowCount === 1;
  }

  /** Whether an account administers the horde. */
  async hasAdmin(on: Executor): Promise<boolean> {
    const { rowCount } = await on.query(
      `SELECT FROM users WHERE (admin OR username || '#' || id = ANY($1::text[])) AND NOT deleted AND wiped_at IS NULL LIMIT 1`,
      [[...this.#admins]],
    );
    return rowCount === 1;
  }

  async #one(on: Executor, statement: string, values: unknown[]): Promise<User | undefined> {
    const { rows } = await on.query<UserRow & Record<string, unknown>>(statement, values);
    return rows[0] && this.#userOf(rows[0]);
  }

  #userOf(row: UserRow): User {
    const {
      id,
      username,
      moderator,
      trusted,
      flagged,
      customizer,
      vpn,
      special,
      service,
      education,
      deleted,
    } = row;
    const alias = aliasOf(username, id);
    return {
      ...{ id, username, moderator, trusted, flagged, customizer, vpn, special, service, education, deleted },
      alias,
      kind: accountKind(row.oauth_id),
      admin: row.admin || this.#admins.has(alias),
      oauthId: row.oauth_id,
      createdAtMs: row.created_at.getTime(),
      contact: row.contact,
      adminComment: row.admin_comment,
      publicWorkers: row.public_workers,
      concurrency: row.concurrency,
      workerInvited: row.worker_invited,
      usageMultiplier: row.usage_multiplier,
      monthlyKudos: row.monthly_kudos,
      monthlyKudosLastReceivedAtMs: row.monthly_kudos_last_received_at?.getTime() ?? null,
      suspicions: row.suspicions,
    };
  }
}
