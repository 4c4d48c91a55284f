import { HordeError, routes } from '@openhorde/contract';
import type { FastifyInstance } from 'fastify';
import { type Call, mount } from '../../http/index.ts';
import type { Platform } from '../../platform/platform.ts';
import { readLog } from './log.ts';
import { dropNonces, hasNonce, replaceNonce } from './secrets.ts';
import { keyOf, printedKey } from './sign.ts';

const NONCE_BYTES = 24;

/** An account sees its own deliveries alone; what everybody shares has neither a log nor a secret. */
export function webhookRoutes(
  app: FastifyInstance,
  { db, world, webhookKey }: Pick<Platform, 'db' | 'world'> & { webhookKey: Buffer },
): void {
  mount(app, routes.webhookLog, async call => {
    const userId = await ownerOf(call);
    const page = await readLog(db, userId, call.query.page);
    return { ...page, signed: await hasNonce(db, userId) };
  });

  mount(app, routes.makeWebhookSecret, async call => {
    const userId = await ownerOf(call);
    const nonce = world.secret(NONCE_BYTES);
    await replaceNonce(db, userId, nonce, world.now());
    return { secret: printedKey(keyOf(webhookKey, userId, nonce)) };
  });

  mount(app, routes.deleteWebhookSecret, async call => {
    await dropNonces(db, await ownerOf(call));
    return { message: 'OK' };
  });
}

/** @throws HordeError InvalidAPIKey, AnonForbidden */
async function ownerOf(call: Pick<Call, 'principal'>): Promise<number> {
  const user = await call.principal();
  if (user.kind === 'anonymous') throw new HordeError('AnonForbidden');
  return user.id;
}
