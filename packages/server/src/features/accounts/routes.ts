import { HordeError, type Output, routes, type UserDetails } from '@openhorde/contract';
import type { FastifyInstance } from 'fastify';
import { mount } from '../../http/index.ts';
import type { Database } from '../../platform/db.ts';
import type { Accounts } from './accounts.ts';
import { readAccountTotals } from './accountTotals.ts';
import { makeTestUser } from './makeTestUser.ts';
import type { User } from './user.ts';
import { type ActiveGenerations, type Privilege, userDetails } from './userDetails.ts';

export interface AccountRoutesNeeds {
  db: Database;
  accounts: Accounts;
  now(): number;
  /** Ids of the image and text workers of an account. */
  workerIdsOf(userId: number): readonly string[];
  /** Ids of the requests of an account that still exist. */
  activeGenerationsOf(userId: number): ActiveGenerations;
}

const USER_ID_MAX = 2_147_483_647;

/** `find_user`, `users/{id}`, and the users of tests. */
export function accountRoutes(app: FastifyInstance, needs: AccountRoutesNeeds): void {
  const { accounts } = needs;

  mount(app, routes.findUser, async ({ apikey }) => {
    if (apikey === undefined) throw new HordeError('InvalidAPIKey');
    const user = await accounts.byKey(apikey);
    if (!user) throw new HordeError('UserNotFound');
    return show(needs, user, 1);
  });

  mount(app, routes.userById, async call => {
    const id = userIdOf(call.params.user_id);
    const caller = await call.maybePrincipal();
    const user = await accounts.byId(id);
    if (!user) throw new HordeError('UserNotFound');
    return show(needs, user, caller?.moderator ? 2 : caller?.id === id ? 1 : 0);
  });

  mount(app, routes.devTestUser, call => makeTestUser(needs, call.body));
}

/** The number in a path. @throws HordeError UserNotFound for what cannot be one */
function userIdOf(text: string): number {
  const id = /^\d+$/.test(text) ? Number(text) : Number.POSITIVE_INFINITY;
  if (id > USER_ID_MAX) throw new HordeError('UserNotFound');
  return id;
}

async function show(
  needs: AccountRoutesNeeds,
  user: User,
  privilege: Privilege,
): Promise<Output<UserDetails>> {
  const facts = {
    user,
    totals: await readAccountTotals(needs.db, user.id),
    workerIds: needs.workerIdsOf(user.id),
    active: needs.activeGenerationsOf(user.id),
    nowMs: needs.now(),
  };
  return userDetails(facts, privilege);
}
