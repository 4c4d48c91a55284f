import type { IncomingMessage } from 'node:http';
import { isLoopbackAddress } from '@openhorde/outbound';
import ipaddr from 'ipaddr.js';
import { parseAddress } from '../platform/networks.ts';

type Network = [ipaddr.IPv4 | ipaddr.IPv6, number];

const KNOWN_MAX = 10_000;
/** What proxies add to a call. */
const FORWARDING = [
  'x-forwarded-for',
  'x-forwarded-host',
  'x-forwarded-proto',
  'x-real-ip',
  'forwarded',
  'via',
];

/** Who is at the other end, seen through at most one proxy that is trusted. */
export class Addresses {
  readonly #trusted: Network[];
  readonly #known = new Map<string, boolean>();

  /** @param trustedProxies addresses and networks (CIDR) */
  constructor(trustedProxies: readonly string[]) {
    this.#trusted = trustedProxies.map(text =>
      text.includes('/')
        ? ipaddr.parseCIDR(text)
        : [ipaddr.process(text), ipaddr.process(text).kind() === 'ipv4' ? 32 : 128],
    );
  }

  /** Whether the caller came over TLS, as a trusted proxy says in the last entry of `X-Forwarded-Proto`. */
  isSecure(request: IncomingMessage): boolean {
    const said = request.headers['x-forwarded-proto'];
    if (said === undefined || !this.#isTrusted(request.socket.remoteAddress ?? '')) return false;
    return String(said).split(',').at(-1)!.trim().toLowerCase() === 'https';
  }

  /**
   * The address of the caller: the last entry of `X-Forwarded-For` when a trusted proxy brings it, else the other end of the
   * connection. Entries before the last one are what the caller says of himself and are not believed.
   */
  peerIp(request: IncomingMessage): string {
    const socketIp = socketIpOf(request);
    const forwarded = request.headers['x-forwarded-for'];
    if (forwarded === undefined || !this.#isTrusted(socketIp)) return socketIp;
    const text = Array.isArray(forwarded) ? forwarded.at(-1)! : forwarded;
    const last = text.slice(text.lastIndexOf(',') + 1).trim();
    return parseAddress(last) ?? socketIp;
  }

  /**
   * Whether a call comes from this machine. One that a proxy here passes on for a client does not, also when
   * the proxy does not name the client.
   */
  isLocal(request: IncomingMessage): boolean {
    if (!isLoopbackAddress(socketIpOf(request))) return false;
    if (!FORWARDING.some(name => request.headers[name] !== undefined)) return true;
    return request.headers['x-forwarded-for'] !== undefined && isLoopbackAddress(this.peerIp(request));
  }

  #isTrusted(ip: string): boolean {
    let trusted = this.#known.get(ip);
    if (trusted === undefined) {
      trusted = ipaddr.isValid(ip) && this.#matches(ipaddr.process(ip));
      if (this.#known.size >= KNOWN_MAX) this.#known.clear();
      this.#known.set(ip, trusted);
    }
    return trusted;
  }

  #matches(address: ipaddr.IPv4 | ipaddr.IPv6): boolean {
    return this.#trusted.some(
      ([network, bits]) => address.kind() === network.kind() && address.match(network, bits),
    );
  }
}

/** The other end of each connection that is open, worked out once: a connection brings many calls. */
const socketIps = new WeakMap<object, string>();

/** In its one spelling, without the interface that a link-local one names. */
function socketIpOf({ socket }: IncomingMessage): string {
  const known = socketIps.get(socket);
  if (known !== undefined) return known;
  const ip = socket.remoteAddress?.split('%', 1)[0] ?? '';
  const plain = parseAddress(ip) ?? ip;
  if (plain !== '') socketIps.set(socket, plain);
  return plain;
}
