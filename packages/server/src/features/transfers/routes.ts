import { HordeError, routes } from '@openhorde/contract';
import type { FastifyInstance } from 'fastify';
import { mount, pageOf } from '../../http/index.ts';
import { userIdOf } from '../accounts/index.ts';
import { type AwardNeeds, awardKudos } from './award.ts';
import { type LedgerNeeds, readLedger } from './history.ts';
import { type SendNeeds, sendKudos } from './send.ts';

export type TransferRoutesNeeds = SendNeeds & AwardNeeds & LedgerNeeds;

/** Transfers, awards, and the record of every movement. */
export function transferRoutes(app: FastifyInstance, horde: TransferRoutesNeeds): void {
  mount(app, routes.transferKudos, async call => {
    const sender = await call.principal();
    return { transferred: await sendKudos(horde, sender, call.body, call.header('idempotency-key')) };
  });

  mount(app, routes.awardKudos, async call => ({
    awarded: await awardKudos(horde, await call.principal(), call.body),
  }));

  mount(app, routes.userLedger, async call => {
    const user = await horde.accounts.byId(userIdOf(call.params.user_id));
    if (!user) throw new HordeError('UserNotFound');
    return readLedger(horde, user, await call.principal(), pageOf(call.query));
  });
}
