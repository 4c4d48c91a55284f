import { routes } from '@openhorde/contract';
import type { FastifyInstance } from 'fastify';
import { answer, mount } from '../../http/index.ts';
import { type AccountKeysNeeds, listKeys, makeAccountKey, revokeKey } from './accountKeys.ts';

/** `keys`: those of the account that asks. */
export function keyRoutes(app: FastifyInstance, needs: AccountKeysNeeds): void {
  mount(app, routes.keys, async call => ({ keys: await listKeys(needs, await call.principal()) }));

  mount(app, routes.makeKey, async call =>
    answer(201, await makeAccountKey(needs, await call.principal(), call.body)),
  );

  mount(app, routes.revokeKey, async call => {
    await revokeKey(needs, await call.principal(), call.params.key_id);
    return { message: 'OK' };
  });
}
