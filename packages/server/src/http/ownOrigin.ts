import { AsyncLocalStorage } from 'node:async_hooks';
import os from 'node:os';
import type { FastifyInstance } from 'fastify';
import { isLoopbackUrl } from '../platform/loopback.ts';
import type { Door } from './door.ts';

/*
 * Where no PUBLIC_URL says how a node is reached, each caller has said it: by the host it called. The addresses that it is
 * given (of pictures, uploads, sign-ins) begin so, if that host is known to be this node; else by what the node believes.
 */

const origins = new AsyncLocalStorage<string>();

/** How the caller of the call at work reached this node, as `http://192.168.1.5:7001`; undefined outside of calls. */
export const originOfCall = (): string | undefined => origins.getStore();

/**
 * Keeps the origin of each call while it is at work.
 * @param allowedHosts names and addresses, in small letters, beside those of this machine
 */
export function keepOrigins(
  app: FastifyInstance,
  door: Pick<Door, 'isSecure'>,
  allowedHosts: readonly string[],
): void {
  app.addHook('preHandler', (request, _reply, done) => {
    const scheme = door.isSecure(request) ? 'https' : 'http';
    const url = URL.parse(`${scheme}://${request.headers.host ?? ''}`);
    if (url && isOwn(url, allowedHosts)) origins.run(url.origin, done);
    else done();
  });
}

function isOwn(url: URL, allowedHosts: readonly string[]): boolean {
  const host = url.hostname.replace(/^\[|\]$/g, '');
  if (isLoopbackUrl(url) || allowedHosts.includes(host)) return true;
  const name = os.hostname().toLowerCase();
  if (host === name || host === `${name}.local`) return true;
  return ownAddresses().includes(host);
}

/** Addresses of this machine that others may reach: not those of the loopback, nor such as hold on one cable alone. */
export function ownAddresses(): string[] {
  const all = Object.values(os.networkInterfaces()).flatMap(list => list ?? []);
  return all
    .filter(({ internal, address }) => !internal && !/^fe[89ab]/i.test(address))
    .map(({ address }) => address.toLowerCase());
}
