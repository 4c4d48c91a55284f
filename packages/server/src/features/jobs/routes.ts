import { routes } from '@openhorde/contract';
import type { FastifyInstance } from 'fastify';
import type { Horde } from '../../app/horde.ts';
import { mount } from '../../http/index.ts';
import { popImageJobs } from './pop.ts';
import { reportProgress } from './progress.ts';
import { submitImageJob } from './submit.ts';

export function jobRoutes(app: FastifyInstance, horde: Horde): void {
  mount(app, routes.imagePop, call =>
    popImageJobs(horde, {
      body: call.body,
      principal: () => call.principal(),
      ip: call.client.ip,
      waitSeconds: call.waitSeconds,
      signal: call.signal,
    }),
  );
  mount(app, routes.imageSubmit, call =>
    submitImageJob(horde, { body: call.body, principal: () => call.principal() }),
  );
  mount(app, routes.jobProgress, call =>
    reportProgress(horde, { body: call.body, principal: () => call.principal() }),
  );
}
