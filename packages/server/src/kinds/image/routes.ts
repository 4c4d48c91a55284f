import { HordeError, routes } from '@openhorde/contract';
import type { FastifyInstance } from 'fastify';
import { type ProgressNeeds, reportProgress } from '../../core/jobs/index.ts';
import {
  type CancelNeeds,
  checkRequest,
  followRequest,
  requestOf,
  type WaitNeeds,
} from '../../core/requests/index.ts';
import { UNKNOWN_AGENT } from '../../core/workers/index.ts';
import type { Guards } from '../../features/moderation/index.ts';
import { answer, mount, mountEvents } from '../../http/index.ts';
import { type CreateNeeds, createImageRequest } from './create.ts';
import type { ImageKind } from './kind.ts';
import { type ImagePopNeeds, popImageJobs } from './pop.ts';
import { cancelImageRequest, imageStatus, type StatusNeeds } from './status.ts';
import { type ImageSubmitNeeds, submitImageJob } from './submit.ts';

export type ImageRoutesNeeds = CreateNeeds &
  StatusNeeds &
  WaitNeeds &
  CancelNeeds &
  ImagePopNeeds &
  ImageSubmitNeeds &
  ProgressNeeds & { guards: Pick<Guards, 'timeouts'> };

export function imageRoutes(app: FastifyInstance, horde: ImageRoutesNeeds, kind: ImageKind): void {
  mount(app, routes.imageAsync, async call => {
    const { ip, peerIp, agent, proxied } = call.client;
    const created = await createImageRequest(horde, kind, {
      body: call.body,
      principal: () => call.principal(),
      principalOr: find => call.principalOr(find),
      ip,
      ...(proxied && { proxyIp: peerIp }),
      clientAgent: agent,
    });
    return answer(created.status, created.body);
  });
  mount(app, routes.imageCheck, call => {
    const { agent, peerIp } = call.client;
    // A program that does not even say its name is not let on from an address in time-out.
    if (agent === UNKNOWN_AGENT && horde.guards.timeouts.secondsLeft(peerIp) !== undefined) {
      throw new HordeError('Forbidden', {
        message:
          'Your address is in time-out. Wait until it is over, and send the Client-Agent of your program.',
      });
    }
    return checkRequest(horde, kind, call.params.id, call);
  });
  mount(app, routes.imageStatus, call => imageStatus(horde, kind, call.params.id, call));
  mount(app, routes.imageCancel, call => cancelImageRequest(horde, kind, call.params.id));
  mountEvents(app, routes.imageEvents, async call =>
    followRequest(horde, kind, await requestOf(horde, kind, call.params.id), call.signal),
  );
  mount(app, routes.imagePop, call =>
    popImageJobs(horde, kind, {
      body: call.body,
      principal: () => call.principal(),
      ip: call.client.peerIp,
      waitSeconds: call.waitSeconds,
      signal: call.signal,
    }),
  );
  mount(app, routes.imageSubmit, call =>
    submitImageJob(horde, kind, { body: call.body, principal: () => call.principal() }),
  );
  mount(app, routes.jobProgress, call =>
    reportProgress(horde, { body: call.body, principal: () => call.principal() }),
  );
}
