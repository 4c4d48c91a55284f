import type { FastifyInstance } from 'fastify';
import type { Context } from '../../app/context.ts';
import { adjustKudos } from '../kudos/index.ts';
import { Accounts } from './accounts.ts';
import { type AccountRoutesNeeds, accountRoutes } from './routes.ts';
import { UserCache } from './userCache.ts';
import { UserStore } from './userStore.ts';

export { Accounts, USERNAME_LENGTH_MAX } from './accounts.ts';
export { ANONYMOUS_KEY } from './keys.ts';
export type { Role, User } from './user.ts';
export type { ActiveGenerations } from './userDetails.ts';

export interface AccountsFeature {
  accounts: Accounts;
  /** For the HTTP door. */
  authenticate: Accounts['byKey'];
  routes(app: FastifyInstance, needs: Pick<AccountRoutesNeeds, 'workerIdsOf' | 'activeGenerationsOf'>): void;
  /** Ends what listens to the bus. */
  close(): void;
}

/** Accounts, keys and roles. Registers the command `adjust-kudos`, so call it where the order of commands is set. */
export function accountsFeature(
  { config, world, db, bus, commits }: Pick<Context, 'config' | 'world' | 'db' | 'bus' | 'commits'>,
  { keySalt }: { keySalt: string },
): AccountsFeature {
  const store = new UserStore(config.admins);
  const users = new UserCache({ database: db, store, bus, salt: keySalt });
  const accounts = new Accounts({
    db,
    world,
    salt: keySalt,
    store,
    users,
    adjustKudos: commits.register(adjustKudos),
  });
  return {
    accounts,
    authenticate: key => accounts.byKey(key),
    routes: (app, needs) => accountRoutes(app, { db, accounts, now: world.now, ...needs }),
    close: () => users.close(),
  };
}
