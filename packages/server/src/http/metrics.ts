import { createHash, timingSafeEqual } from 'node:crypto';
import { HordeError } from '@openhorde/contract';
import type { FastifyInstance } from 'fastify';
import type { Metrics } from '../platform/metrics.ts';
import { doorOf } from './door.ts';

/** Times each answer of `app` by route and status. Called on the root, since hooks of a plugin see only its own routes. */
export function observeAnswers(app: FastifyInstance, metrics: Metrics): void {
  const labels = ['method', 'route', 'status'] as const;
  const seconds = metrics.histogram('http_seconds', 'Time to answer, by route and status', labels);
  app.addHook('onResponse', async (request, reply) => {
    // The route's pattern and never its address: an id in a label would make a series for each request.
    const route = request.routeOptions.url ?? 'none';
    seconds.observe(
      { method: request.method, route, status: String(reply.statusCode) },
      reply.elapsedTime / 1000,
    );
  });
}

const CLOSED =
  'Metrics are for programs on the same machine, or for those that send the token of METRICS_TOKEN as Authorization: Bearer.';

/**
 * `GET /metrics`, for programs on this machine and clients with the token.
 * @param token absent: no token is good
 */
export function metricsRoutes(app: FastifyInstance, metrics: Metrics, token: string | undefined): void {
  const door = doorOf(app);
  metrics.gauge('bodies_bytes', 'Bytes of the bodies of calls that are held', [], gauge =>
    gauge.set(door.bodies.heldBytes),
  );
  app.get('/metrics', async (request, reply) => {
    const isWelcome =
      door.isLocal(request) || (token !== undefined && isBearer(request.headers.authorization, token));
    if (!isWelcome) throw new HordeError('Forbidden', { message: CLOSED });
    reply.type(metrics.registry.contentType);
    return metrics.registry.metrics();
  });
}

/** Compares hashes, whose comparison takes equally long for each guess. */
function isBearer(header: string | undefined, token: string): boolean {
  const [, sent] = /^Bearer +(\S+)$/i.exec(header ?? '') ?? [];
  return sent !== undefined && timingSafeEqual(sha256(sent), sha256(token));
}

const sha256 = (text: string): Buffer => createHash('sha256').update(text).digest();
