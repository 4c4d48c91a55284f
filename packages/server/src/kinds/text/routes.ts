import { routes } from '@openhorde/contract';
import type { FastifyInstance } from 'fastify';
import { type CancelNeeds, followRequest, requestOf, type WaitNeeds } from '../../core/requests/index.ts';
import { answer, mount, mountEvents } from '../../http/index.ts';
import { type CreateNeeds, createTextRequest } from './create.ts';
import type { TextKind } from './kind.ts';
import { popTextJobs, type TextPopNeeds } from './pop.ts';
import { cancelTextRequest, type StatusNeeds, textStatus } from './status.ts';
import { submitTextJob, type TextSubmitNeeds } from './submit.ts';

export type TextRoutesNeeds = CreateNeeds &
  StatusNeeds &
  WaitNeeds &
  CancelNeeds &
  TextPopNeeds &
  TextSubmitNeeds;

export function textRoutes(app: FastifyInstance, horde: TextRoutesNeeds, kind: TextKind): void {
  mount(app, routes.textAsync, async call => {
    const { ip, peerIp, agent, proxied } = call.client;
    const created = await createTextRequest(horde, kind, {
      body: call.body,
      principal: () => call.principal(),
      principalOr: find => call.principalOr(find),
      ip,
      ...(proxied && { proxyIp: peerIp }),
      clientAgent: agent,
    });
    return answer(created.status, created.body);
  });
  mount(app, routes.textStatus, call => textStatus(horde, kind, call.params.id, call));
  mount(app, routes.textCancel, call => cancelTextRequest(horde, kind, call.params.id));
  mountEvents(app, routes.textEvents, async call =>
    followRequest(horde, kind, await requestOf(horde, kind, call.params.id), call.signal),
  );
  mount(app, routes.textPop, call =>
    popTextJobs(horde, kind, {
      body: call.body,
      principal: () => call.principal(),
      ip: call.client.peerIp,
      waitSeconds: call.waitSeconds,
      signal: call.signal,
    }),
  );
  mount(app, routes.textSubmit, call =>
    submitTextJob(horde, kind, { body: call.body, principal: () => call.principal() }),
  );
}
