import ipaddr from 'ipaddr.js';

// Public by their range, but answered by the machine or cloud that we run on.
const METADATA = new Set(['168.63.129.16']);
/** Where all addresses of the public IPv6 internet begin; the rest is reserved, or IPv4 in disguise. */
const GLOBAL_V6 = ipaddr.IPv6.parseCIDR('2000::/3');

/**
 * Whether an IP address is an ordinary one of the public internet. Everything else is refused, not only what is known
 * to be private: loopback, link-local (cloud metadata), carrier NAT, multicast, documentation, and IPv6 forms that
 * carry an IPv4 address (mapped, compatible, NAT64, 6to4, Teredo).
 */
export function isPublicAddress(text: string): boolean {
  if (!ipaddr.isValid(text)) return false;
  const address = ipaddr.parse(text);
  if (address.range() !== 'unicast') return false;
  return address instanceof ipaddr.IPv6 ? address.match(GLOBAL_V6) : !METADATA.has(address.toString());
}

/** Whether an IP address is this machine itself. */
export function isLoopbackAddress(text: string): boolean {
  return ipaddr.isValid(text) && ipaddr.process(text).range() === 'loopback';
}
