import { routes } from '@openhorde/contract';
import type { FastifyInstance } from 'fastify';
import type { Horde } from '../../app/horde.ts';
import { answer, mount, mountEvents } from '../../http/index.ts';
import { checkRequest, requestOf } from './check.ts';
import { createImageRequest } from './create.ts';
import { followRequest } from './events.ts';
import { cancelRequest, requestStatus } from './status.ts';

export function requestRoutes(app: FastifyInstance, horde: Horde): void {
  mount(app, routes.imageAsync, async call => {
    const { ip, agent, proxied } = call.client;
    const created = await createImageRequest(horde, {
      body: call.body,
      principal: () => call.principal(),
      ip,
      proxied,
      clientAgent: agent,
    });
    return answer(created.status, created.body);
  });
  mount(app, routes.imageCheck, call => checkRequest(horde, call.params.id, call));
  mount(app, routes.imageStatus, call => requestStatus(horde, call.params.id, call));
  mount(app, routes.imageCancel, call => cancelRequest(horde, call.params.id));
  mountEvents(app, routes.imageEvents, async call =>
    followRequest(horde, await requestOf(horde, call.params.id), call.signal),
  );
}
