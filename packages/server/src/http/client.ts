import { AGENT_LENGTH_MAX } from '@openhorde/contract';
import type { FastifyRequest } from 'fastify';
import { parseAddress } from '../platform/networks.ts';
import type { Addresses } from './addresses.ts';

/** The other end. */
export interface Client {
  /** `Client-Agent`, `unknown:0:unknown` when it says nothing. */
  readonly agent: string;
  /** The end user's address: what `Proxied-For` says when a known service calls, else `peerIp`. */
  readonly ip: string;
  readonly peerIp: string;
  /** A known service calls for one of its users. */
  readonly proxied: boolean;
}

const UNKNOWN_AGENT = 'unknown:0:unknown';

/**
 * Who is at the other end. `Proxied-For` is believed of services that show one of their passkeys.
 * @returns a promise only where a passkey has to be looked up
 */
export function readClient(
  request: FastifyRequest,
  addresses: Addresses,
  isProxyPasskey: (passkey: string) => Promise<boolean>,
): Client | Promise<Client> {
  const peerIp = addresses.peerIp(request.raw);
  const client = {
    agent: headerOf(request, 'client-agent')?.slice(0, AGENT_LENGTH_MAX) ?? UNKNOWN_AGENT,
    ip: peerIp,
    peerIp,
    proxied: false,
  };
  const passkey = headerOf(request, 'proxy-authorization');
  const endUser = parseAddress(headerOf(request, 'proxied-for')?.trim() ?? '');
  if (passkey === undefined || endUser === undefined) return client;
  return isProxyPasskey(passkey).then(known => (known ? { ...client, ip: endUser, proxied: true } : client));
}

/** A header that is there and not empty. */
export function headerOf(request: FastifyRequest, name: string): string | undefined {
  const value = request.headers[name];
  const text = Array.isArray(value) ? value[0] : value;
  return text === '' ? undefined : text;
}
