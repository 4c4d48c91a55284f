import os from 'node:os';
import type { FastifyInstance } from 'fastify';
import type { HttpConfig } from './options.ts';

/** Any page may call the API: these stand on every answer, errors and pages included. */
const CORS_HEADERS = {
  'access-control-allow-origin': '*',
  'access-control-allow-methods': 'POST, GET, OPTIONS, PUT, DELETE, PATCH',
  'access-control-allow-headers':
    'Accept, Content-Type, Content-Length, Accept-Encoding, X-CSRF-Token, apikey, Client-Agent, X-Fields, X-Forwarded-For, Proxied-For, Proxy-Authorization, Idempotency-Key, Prefer',
  'access-control-expose-headers':
    'Retry-After, X-RateLimit-Limit, X-RateLimit-Remaining, X-RateLimit-Reset, Horde-Node, Preference-Applied, X-Request-Id',
} as const;

/** The headers of every answer of this node. */
export type HordeHeaders = Record<keyof typeof CORS_HEADERS | 'horde-node', string> & {
  'strict-transport-security'?: string;
};

const YEAR_SECONDS = 31_536_000;

/** A browser that has reached a horde over TLS comes back over TLS alone. Other names of its domain are not bound. */
export const hordeHeaders = ({
  version,
  publicUrl,
}: Pick<HttpConfig, 'version' | 'publicUrl'>): HordeHeaders => ({
  ...CORS_HEADERS,
  'horde-node': nodeName(0, version),
  ...(/^https:/i.test(publicUrl) && { 'strict-transport-security': `max-age=${YEAR_SECONDS}` }),
});

/** Puts the headers on every answer, and lets browsers ask first. The name of the node has its port once it listens. */
export function addHeaders(app: FastifyInstance, headers: HordeHeaders, version: string): void {
  app.addHook('onListen', done => {
    const address = app.server.address();
    if (address && typeof address === 'object') headers['horde-node'] = nodeName(address.port, version);
    done();
  });
  app.addHook('onRequest', (_request, reply, done) => {
    reply.headers(headers);
    done();
  });
  app.options('/api', (_request, reply) => reply.code(200).send());
  app.options('/api/*', (_request, reply) =>
    reply.header('access-control-max-age', '86400').code(200).send(),
  );
}

const nodeName = (port: number, version: string) => `${os.hostname()}:${port}:${version}`;
