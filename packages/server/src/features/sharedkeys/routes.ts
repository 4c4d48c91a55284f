import { HordeError, type Output, routes, type SharedKeyDetails } from '@openhorde/contract';
import type { FastifyInstance } from 'fastify';
import type { Account } from '../../core/needs.ts';
import { mount, pageOf } from '../../http/index.ts';
import type { Platform } from '../../platform/platform.ts';
import { assertOwner, editSharedKey, type ForgetNeeds, makeSharedKey, removeSharedKey } from './change.ts';
import { type SharedKey, sharedKeyDetails } from './sharedKey.ts';
import type { SharedKeys } from './sharedKeys.ts';
import { readUses } from './uses.ts';

export interface SharedKeyRoutesNeeds extends Pick<Platform, 'db' | 'world'>, ForgetNeeds {
  sharedKeys: Pick<SharedKeys, 'find'>;
  /** Not the feature of accounts, which stands on this one. */
  accounts: { byId(id: number): Promise<Pick<Account, 'alias'> | undefined> };
}

/** `sharedkeys`: made, read, changed, deleted, and what they were used for. */
export function sharedKeyRoutes(app: FastifyInstance, horde: SharedKeyRoutesNeeds): void {
  /** @throws HordeError InvalidAPIKey, as for any unknown key */
  const byId = async (id: string): Promise<SharedKey> => {
    const key = await horde.sharedKeys.find(id);
    if (!key) throw new HordeError('InvalidAPIKey');
    return key;
  };
  const show = async (key: SharedKey): Promise<Output<SharedKeyDetails>> => {
    const owner = await horde.accounts.byId(key.userId);
    if (!owner) throw new HordeError('InvalidAPIKey');
    return sharedKeyDetails(key, owner.alias);
  };

  mount(app, routes.makeSharedKey, async call =>
    show(await makeSharedKey(horde, await call.principal(), call.body)),
  );

  mount(app, routes.sharedKey, async call => show(await byId(call.params.sharedkey_id)));

  mount(app, routes.editSharedKey, async call => {
    const key = await byId(call.params.sharedkey_id);
    return show(await editSharedKey(horde, key, await call.principal(), call.body));
  });

  mount(app, routes.deleteSharedKey, async call => {
    const key = await byId(call.params.sharedkey_id);
    await removeSharedKey(horde, key, await call.principal());
    return { message: 'OK' };
  });

  mount(app, routes.sharedKeyUses, async call => {
    const key = await byId(call.params.sharedkey_id);
    assertOwner(key, await call.principal());
    return readUses(horde.db, key.id, pageOf(call.query));
  });
}
