import ipaddr from 'ipaddr.js';

/** Whether an address names this machine itself, by number or as `localhost`; no name is looked up. */
export function isLoopbackUrl({ hostname }: URL): boolean {
  const host = hostname.replace(/^\[|\]$/g, '');
  return host === 'localhost' || (ipaddr.isValid(host) && ipaddr.process(host).range() === 'loopback');
}
