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
  proxy_passkey: string | null;
}

const COLUMNS = `
  u.id, u.username, u.oauth_id, u.created_at, u.contact, u.admin_comment, u.moderator, u.trusted, u.flagged,
  u.customizer, u.vpn, u.special, u.service, u.education, u.deleted, u.public_workers, u.concurrency, u.worker_invited,
  u.usage_multiplier, u.monthly_kudos, u.monthly_kudos_last_received_at, u.suspicions, u.proxy_passkey`;

const BY_KEY = statement<UserRow>(
  'user-by-key',
  `SELECT ${COLUMNS} FROM api_keys k JOIN users u ON u.id = k.user_id WHERE k.key_hash = $1`,
);
const BY_IDS = statement<UserRow>(
  'users-by-id',
  `SELECT ${COLUMNS} FROM users u WHERE u.id = ANY($1::int[])`,
);

/** The SQL of accounts and keys. Never commits. */
export class UserStore {
  readonly #admins: ReadonlySet<string>;

  /** @param admins aliases of the administrators, from the configuration */
  constructor(admins: readonly string[]) {
    this.#admins = new Set(admins);
  }

  async findByKeyHash(on: Executor, keyHash: string): Promise<User | undefined> {
    const [row] = await BY_KEY.run(on, [keyHash]);
    return row && this.#userOf(row);
  }

  async findByIds(on: Executor, ids: readonly number[]): Promise<User[]> {
    const rows = await BY_IDS.run(on, [ids]);
    return rows.map(row => this.#userOf(row));
  }

  async findByOauthId(on: Executor, oauthId: string): Promise<User | undefined> {
    return this.#one(on, `SELECT ${COLUMNS} FROM users u WHERE u.oauth_id = $1`, [oauthId]);
  }

  /** Undefined when an account with this sign-in id is there already. */
  async insert(on: Executor, username: string, oauthId: string): Promise<User | undefined> {
    const statement = `INSERT INTO users AS u (username, oauth_id) VALUES ($1, $2)
      ON CONFLICT (oauth_id) DO NOTHING RETURNING ${COLUMNS}`;
    return this.#one(on, statement, [username, oauthId]);
  }

  /** Sets roles; the others stay. Undefined when there is no such account. */
  async updateRoles(
    on: Executor,
    userId: number,
    roles: Partial<Record<Role, boolean>>,
  ): Promise<User | undefined> {
    const names = Object.keys(roles) as Role[];
    const assignments = names.map((name, i) => `${name} = $${i + 2}`).join(', ');
    const values = [userId, ...names.map(name => roles[name])];
    return this.#one(on, `UPDATE users u SET ${assignments} WHERE u.id = $1 RETURNING ${COLUMNS}`, values);
  }

  /** An account has one key: the new one ends all before it. */
  async replaceKey(on: Executor, userId: number, keyHash: string): Promise<void> {
    await on.query('DELETE FROM api_keys WHERE user_id = $1', [userId]);
    await on.query('INSERT INTO api_keys (key_hash, user_id) VALUES ($1, $2)', [keyHash, userId]);
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
      admin: this.#admins.has(alias),
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
      proxyPasskey: row.proxy_passkey,
    };
  }
}
