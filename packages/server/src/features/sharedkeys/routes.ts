import { HordeError, type Output, routes, type SharedKeyDetails } from '@openhorde/contract';
import type { FastifyInstance } from 'fastify';
import type { Horde } from '../../core/horde.ts';
import { mount, pageOf } from '../../http/index.ts';
import { assertOwner, type EndRequests, editSharedKey, makeSharedKey, removeSharedKey } from './change.ts';
import { type SharedKey, sharedKeyDetails } from './sharedKey.ts';
import { readUses } from './uses.ts';

/** `sharedkeys`: made, read, changed, deleted, and what they were used for. */
export function sharedKeyRoutes(app: FastifyInstance, horde: Horde, endRequests: EndRequests): void {
  /** @throws HordeError InvalidAPIKey, as for any key that nobody has */
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
    await removeSharedKey(horde, key, await call.principal(), endRequests);
    return { message: 'OK' };
  });

  mount(app, routes.sharedKeyUses, async call => {
    const key = await byId(call.params.sharedkey_id);
    assertOwner(key, await call.principal());
    return readUses(horde.db, key.id, pageOf(call.query));
  });
}
