import net from 'node:net';
import ipaddr from 'ipaddr.js';

type Address = ipaddr.IPv4 | ipaddr.IPv6;

/**
 * A single address in its usual spelling; IPv4 in the clothes of IPv6 is IPv4.
 * @returns undefined for anything else, also for the short spellings of IPv4 that some programs take
 */
export function parseAddress(text: string): string | undefined {
  return net.isIP(text) !== 0 && !text.includes('%') ? ipaddr.process(text).toString() : undefined;
}

/** A network (CIDR) in its usual spelling. @returns undefined for anything else, also with bits beyond its mask */
export function parseNetwork(text: string): string | undefined {
  const [, address = '', bits = ''] = /^([^/]+)\/(\d{1,3})$/.exec(text) ?? [];
  if (net.isIP(address) === 0 || address.includes('%')) return undefined;
  const parsed = ipaddr.parse(address);
  const length = Number(bits);
  if (length > bitsOf(parsed)) return undefined;
  const number = numberOf(parsed);
  const rest = BigInt(bitsOf(parsed) - length);
  return (number >> rest) << rest === number ? `${parsed.toString()}/${length}` : undefined;
}

/** The /64 of an IPv6 address, since a household has all addresses of one; IPv4 stays as it is. */
export function householdOf(address: string): string {
  if (net.isIP(address) !== 6) return address;
  const parsed = ipaddr.process(address);
  return parsed.kind() === 'ipv4'
    ? parsed.toString()
    : `${ipaddr.IPv6.networkAddressFromCIDR(`${parsed.toString()}/64`).toString()}/64`;
}

/**
 * Values by network. A look-up costs one step for each prefix length in use (at most 33 and 129), however many
 * networks there are.
 */
export class NetworkMap<Value> {
  /** Kind of address and prefix length -> prefix -> value. */
  readonly #byLength = new Map<string, Map<bigint, Value>>();

  /** @param network as `parseNetwork` returns it */
  set(network: string, value: Value): void {
    const { length, prefix } = keyOf(network);
    const those = this.#byLength.get(length);
    if (those) those.set(prefix, value);
    else this.#byLength.set(length, new Map([[prefix, value]]));
  }

  delete(network: string): void {
    const { length, prefix } = keyOf(network);
    const those = this.#byLength.get(length);
    those?.delete(prefix);
    if (those?.size === 0) this.#byLength.delete(length);
  }

  /** The values of the networks that an address belongs to. */
  *of(address: string): Generator<Value> {
    if (this.#byLength.size === 0 || net.isIP(address) === 0) return;
    const parsed = ipaddr.process(address);
    const kind = parsed.kind();
    const number = numberOf(parsed);
    for (const [length, those] of this.#byLength) {
      if (!length.startsWith(kind)) continue;
      const value = those.get(number >> BigInt(bitsOf(parsed) - Number(length.slice(kind.length + 1))));
      if (value !== undefined) yield value;
    }
  }

  has(address: string): boolean {
    return !this.of(address).next().done;
  }
}

function keyOf(network: string): { length: string; prefix: bigint } {
  const [address, bits] = network.split('/') as [string, string];
  const parsed = ipaddr.parse(address);
  return {
    length: `${parsed.kind()} ${bits}`,
    prefix: numberOf(parsed) >> BigInt(bitsOf(parsed) - Number(bits)),
  };
}

const bitsOf = (address: Address): number => (address.kind() === 'ipv4' ? 32 : 128);

const numberOf = (address: Address): bigint =>
  address.toByteArray().reduce((number, byte) => (number << 8n) | BigInt(byte), 0n);
