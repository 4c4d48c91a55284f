import type { IncomingMessage } from 'node:http';
import ipaddr from 'ipaddr.js';

type Network = [ipaddr.IPv4 | ipaddr.IPv6, number];

const KNOWN_MAX = 10_000;

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
    const socketIp = plainIp(request.socket.remoteAddress ?? '');
    const forwarded = request.headers['x-forwarded-for'];
    if (forwarded === undefined || !this.#isTrusted(socketIp)) return socketIp;
    const text = Array.isArray(forwarded) ? forwarded.at(-1)! : forwarded;
    const last = text.slice(text.lastIndexOf(',') + 1).trim();
    return ipaddr.isValid(last) ? plainIp(last) : socketIp;
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

/** An IPv4 address that came in the clothes of IPv6 is the IPv4 address. */
export function plainIp(ip: string): string {
  return ip.includes(':') && ipaddr.isValid(ip) ? ipaddr.process(ip).toString() : ip;
}

/** Whether the connection itself comes from this machine, whatever its headers say. */
export function isLoopback(request: IncomingMessage): boolean {
  const ip = request.socket.remoteAddress ?? '';
  return ipaddr.isValid(ip) && ipaddr.process(ip).range() === 'loopback';
}

/** What limits are counted by: the address, for IPv6 its /64, since a household has all addresses of one. */
export function limitIp(ip: string): string {
  if (!ip.includes(':') || !ipaddr.isValid(ip)) return ip;
  const address = ipaddr.process(ip);
  return address instanceof ipaddr.IPv6
    ? `${address.parts
        .slice(0, 4)
        .map(part => part.toString(16))
        .join(':')}::/64`
    : ip;
}
