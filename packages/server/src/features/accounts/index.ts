import type { KeyInput } from '@openhorde/contract';
import type { FastifyInstance } from 'fastify';
import { adjustKudos } from '../../core/kudos/index.ts';
import type { Principal } from '../../http/index.ts';
import type { Platform } from '../../platform/platform.ts';
import type { Timers } from '../../platform/timers.ts';
import { SharedKeys } from '../sharedkeys/index.ts';
import { listKeys, makeAccountKey, revokeKey } from './accountKeys.ts';
import { Accounts } from './accounts.ts';
import { dueAllowances, payAllowances } from './allowances.ts';
import { changeUsers } from './changeUser.ts';
import { type DeleteUserNeeds, deleteUser } from './deleteUser.ts';
import { FirstAdmin } from './firstAdmin.ts';
import { keyRoutes } from './keyRoutes.ts';
import { LastSeen } from './lastSeen.ts';
import { Patrons } from './patrons.ts';
import { promoteUsers } from './promote.ts';
import { Promotions, type PromotionsNeeds } from './promotions.ts';
import { Ranking } from './ranking.ts';
import { type AccountRoutesNeeds, accountRoutes } from './routes.ts';
import type { User } from './user.ts';
import { UserCache } from './userCache.ts';
import { UserStore } from './userStore.ts';

export { Accounts, USERNAME_LENGTH_MAX } from './accounts.ts';
export { editUser } from './editUser.ts';
export type { FirstAdmin } from './firstAdmin.ts';
export type { LastSeen } from './lastSeen.ts';
export { Ranking, type Sort } from './ranking.ts';
export type { Role, User } from './user.ts';
export type { ActiveGenerations } from './userDetails.ts';
export { userIdOf } from './userId.ts';

/** What the routes of accounts need of other features. */
export type AccountsNeeds = Pick<AccountRoutesNeeds, 'stylesOf' | 'workerIdsOf' | 'activeGenerationsOf'> &
  Partial<Pick<AccountRoutesNeeds, 'deleteBelongings'>>;

export interface AccountsFeature {
  accounts: Accounts;
  firstAdmin: FirstAdmin;
  patrons: Patrons;
  lastSeen: LastSeen;
  /** Watches escrows: tell it what the ledger commits. */
  promotions: Promotions;
  /** For the HTTP door. */
  authenticate: Accounts['byKey'];
  routes(app: FastifyInstance, needs: AccountsNeeds): void;
  /** The keys of an account. @throws HordeError as the routes do */
  keys: {
    list(owner: Principal): ReturnType<typeof listKeys>;
    make(owner: Principal, input: KeyInput): ReturnType<typeof makeAccountKey>;
    revoke(owner: Principal, keyId: string): Promise<void>;
  };
  /** Deletes an account, or wipes it at a second call. @throws HordeError as the route does */
  remove(
    target: User,
    caller: Principal,
    deleteBelongings: DeleteUserNeeds['deleteBelongings'],
  ): Promise<void>;
  /** Allowances, promotions, and what was noted in memory. */
  tend(timers: Timers): void;
  /** Ends what listens to the bus, and writes what was noted. */
  close(): Promise<void>;
}

/** What the operator has set for accounts. */
export interface AccountsSettings {
  /** Aliases of the administrators. */
  admins: readonly string[];
  /** Absent: no patrons support the horde with money. */
  patronsFile?: string;
  kudos: PromotionsNeeds['settings'];
}

type AccountsContext = Pick<Platform, 'world' | 'db' | 'bus' | 'commits' | 'log'> & {
  config: AccountsSettings;
};

const HALF_MINUTE = 30_000;
const TEN_MINUTES = 600_000;
const HOUR = 3_600_000;

/** Accounts, keys and roles. Registers the commands that change them. */
export function accountsFeature(
  context: AccountsContext,
  { keySalt: salt }: { keySalt: string },
): AccountsFeature {
  const { config, world, db, bus, commits, log } = context;
  const store = new UserStore(config.admins);
  const lastSeen = new LastSeen(db, world.now);
  const users = new UserCache({ database: db, store, bus, salt, onKey: hash => lastSeen.noteKey(hash) });
  const patrons = new Patrons(config.patronsFile, world.now);
  const accounts = new Accounts({
    db,
    world,
    salt,
    store,
    users,
    log,
    adjustKudos: commits.register(adjustKudos),
    changeUser: commits.register(changeUsers(store, users)),
  });
  const promote = commits.register(promoteUsers(users));
  const promotions = new Promotions({ settings: config.kudos, db, world, log, accounts, promote });
  const payAllowance = commits.register(payAllowances(users));
  return {
    accounts,
    firstAdmin: new FirstAdmin({ db, world, store, accounts }),
    patrons,
    lastSeen,
    promotions,
    authenticate: key => accounts.byKey(key),
    routes(app, { deleteBelongings = async () => () => {}, ...needs }) {
      const sharedKeys = new SharedKeys(db);
      const { now } = world;
      const ranking = new Ranking(db, now);
      const common = { db, accounts, sharedKeys, patrons, ranking, store, users, lastSeen, world, now };
      accountRoutes(app, { ...common, deleteBelongings, ...needs });
      keyRoutes(app, { db, world, users, salt });
    },
    keys: {
      list: owner => listKeys({ db, world, users, salt }, owner),
      make: (owner, input) => makeAccountKey({ db, world, users, salt }, owner, input),
      revoke: (owner, keyId) => revokeKey({ db, world, users, salt }, owner, keyId),
    },
    remove: (target, caller, deleteBelongings) =>
      deleteUser({ db, accounts, store, users, lastSeen, now: world.now, deleteBelongings }, target, caller),
    tend(timers) {
      timers.repeat({ name: 'note activity', everyMs: HALF_MINUTE, run: () => lastSeen.flush() });
      timers.repeat({
        name: 'read patrons',
        everyMs: TEN_MINUTES,
        immediately: true,
        run: () => patrons.load(log),
      });
      timers.repeat({ name: 'promote users', everyMs: TEN_MINUTES, run: () => promotions.search() });
      timers.repeat({
        name: 'pay allowances',
        everyMs: HOUR,
        async run() {
          const due = await dueAllowances(db, patrons, world.now());
          for (const allowance of due) await payAllowance(allowance);
        },
      });
    },
    async close() {
      users.close();
      await lastSeen.flush();
    },
  };
}
