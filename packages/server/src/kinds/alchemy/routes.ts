import { routes } from '@openhorde/contract';
import type { FastifyInstance } from 'fastify';
import { answer, mount, mountEvents } from '../../http/index.ts';
import { type CancelAlchemyNeeds, cancelAlchemyRequest } from './cancel.ts';
import { type CreateAlchemyNeeds, createAlchemyRequest } from './create.ts';
import { formsOf } from './family.ts';
import { type AlchemyPopNeeds, popForms } from './pop.ts';
import type { AlchemyKind } from './rules.ts';
import { alchemyStatus, type FollowNeeds, followAlchemy } from './status.ts';
import { type AlchemySubmitNeeds, submitForm } from './submit.ts';

export type AlchemyRoutesNeeds = CreateAlchemyNeeds &
  FollowNeeds &
  CancelAlchemyNeeds &
  AlchemyPopNeeds &
  AlchemySubmitNeeds;

export function alchemyRoutes(app: FastifyInstance, horde: AlchemyRoutesNeeds, kind: AlchemyKind): void {
  mount(app, routes.alchemyAsync, async call => {
    const { peerIp: ip, agent: clientAgent } = call.client;
    const { body } = call;
    const principal = () => call.principal();
    return answer(202, await createAlchemyRequest(horde, kind, { body, principal, ip, clientAgent }));
  });
  mount(app, routes.alchemyStatus, call => alchemyStatus(horde, kind, call.params.id, call));
  mount(app, routes.alchemyCancel, call => cancelAlchemyRequest(horde, kind, call.params.id));
  mountEvents(app, routes.alchemyEvents, async call =>
    followAlchemy(horde, kind, call.params.id, await formsOf(horde, call.params.id), call.signal),
  );
  mount(app, routes.alchemyPop, call =>
    popForms(horde, kind, {
      body: call.body,
      principal: () => call.principal(),
      ip: call.client.peerIp,
      waitSeconds: call.waitSeconds,
      signal: call.signal,
    }),
  );
  mount(app, routes.alchemySubmit, call =>
    submitForm(horde, kind, { body: call.body, principal: () => call.principal() }),
  );
}
