import { HordeError, routes } from '@openhorde/contract';
import type { FastifyInstance } from 'fastify';
import { mount } from '../../http/index.ts';
import type { Database } from '../../platform/db.ts';
import { readAccountTotals } from './accountTotals.ts';
import { type DeleteUserNeeds, deleteUser } from './deleteUser.ts';
import { type EditUserNeeds, editUser } from './editUser.ts';
import { makeTestUser } from './makeTestUser.ts';
import { findUser, listUsers, type ShowNeeds, showUser, viewerOf } from './showUsers.ts';
import type { User } from './user.ts';
import { userIdOf } from './userId.ts';

export interface AccountRoutesNeeds
  extends Omit<ShowNeeds, 'db'>,
    Omit<DeleteUserNeeds, 'db'>,
    Pick<EditUserNeeds, 'world'> {
  db: Database;
}

/** `find_user`, `users`, and the users of tests. */
export function accountRoutes(app: FastifyInstance, needs: AccountRoutesNeeds): void {
  const { accounts } = needs;
  /** @throws HordeError UserNotFound */
  const byId = async (id: number): Promise<User> => {
    const user = await accounts.byId(id);
    if (!user) throw new HordeError('UserNotFound');
    return user;
  };
  const balanceOf = async (userId: number) => (await readAccountTotals(needs.db, userId)).kudos;

  mount(app, routes.findUser, ({ apikey }) => findUser(needs, apikey));

  mount(app, routes.users, ({ query }) => listUsers(needs, query));

  mount(app, routes.userById, async call => {
    const id = userIdOf(call.params.user_id);
    const caller = await call.maybePrincipal();
    const user = await byId(id);
    return showUser(needs, user, viewerOf(user, caller));
  });

  mount(app, routes.editUser, async call => {
    const user = await byId(userIdOf(call.params.user_id));
    return editUser({ ...needs, balanceOf }, user, await call.principal(), call.body);
  });

  mount(app, routes.deleteUser, async call => {
    // The shape of the number, then the key, then whether there is such an account.
    const id = userIdOf(call.params.user_id);
    const caller = await call.principal();
    await deleteUser(needs, await byId(id), caller);
    return { message: 'OK' };
  });

  mount(app, routes.devTestUser, call => makeTestUser(needs, call.body));
}
