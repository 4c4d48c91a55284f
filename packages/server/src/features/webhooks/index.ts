import type { FastifyInstance } from 'fastify';
import type { Platform } from '../../platform/platform.ts';
import type { Timers } from '../../platform/timers.ts';
import { Courier, type CourierNeeds } from './courier.ts';
import { deliveryQueue } from './enqueue.ts';
import { webhookRoutes } from './routes.ts';
import { dropEnded } from './store.ts';

export { deliverSettled } from './enqueue.ts';

const KEPT_MS = 7 * 24 * 3_600_000;

export interface WebhooksFeature {
  routes(app: FastifyInstance): void;
  /** Looks at once for what is due. */
  wake(): void;
}

/** Posts results to those who asked for it. Registers a finisher of the commit pipeline, and starts with `timers`. */
export function webhooksFeature(
  context: Pick<Platform, 'db' | 'world' | 'log' | 'metrics' | 'outbound' | 'commits'>,
  { timers, ...needs }: Pick<CourierNeeds, 'webhookKey' | 'kinds'> & { timers: Timers },
): WebhooksFeature {
  const { db, world, commits } = context;
  const courier = new Courier({ ...context, ...needs });
  commits.finishWith(deliveryQueue(() => courier.wake()));
  timers.repeat({
    name: 'deliver webhooks',
    everyMs: 1_000,
    run: signal => courier.run(signal),
  });
  timers.repeat({
    name: 'forget webhooks',
    everyMs: 3_600_000,
    run: signal => dropEnded(db, world.now() - KEPT_MS, signal),
  });
  return {
    routes: app => webhookRoutes(app, { db, world, webhookKey: needs.webhookKey }),
    wake: () => courier.wake(),
  };
}
