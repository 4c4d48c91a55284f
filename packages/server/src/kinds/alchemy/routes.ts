import { routes } from '@openhorde/contract';
import type { FastifyInstance } from 'fastify';
import type { Horde } from '../../core/horde.ts';
import { answer, mount, mountEvents } from '../../http/index.ts';
import { cancelAlchemyRequest } from './cancel.ts';
import { createAlchemyRequest } from './create.ts';
import { formsOf } from './family.ts';
import { popForms } from './pop.ts';
import type { AlchemyKind } from './rules.ts';
import { alchemyStatus, followAlchemy } from './status.ts';
import { submitForm } from './submit.ts';

export function alchemyRoutes(app: FastifyInstance, horde: Horde, kind: AlchemyKind): void {
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
