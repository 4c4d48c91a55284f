import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import ipaddr from 'ipaddr.js';
import { householdOf, NetworkMap, parseAddress, parseNetwork } from './networks.ts';

test('an address has one spelling, and nothing else is one', () => {
  assert.equal(parseAddress('203.0.113.7'), '203.0.113.7');
  assert.equal(parseAddress('::ffff:203.0.113.7'), '203.0.113.7');
  assert.equal(parseAddress('2001:DB8:0:0::1'), '2001:db8::1');
  for (const text of [
    '',
    '1.2.3',
    '300.1.2.3',
    '0x7f.1',
    '1',
    'fe80::1%eth0',
    '1.2.3.4/32',
    'localhost',
    ':::',
  ]) {
    assert.equal(parseAddress(text), undefined, text);
  }
});

test('a network has one spelling and no bits beyond its mask', () => {
  assert.equal(parseNetwork('198.51.100.0/24'), '198.51.100.0/24');
  assert.equal(parseNetwork('203.0.113.7/32'), '203.0.113.7/32');
  assert.equal(parseNetwork('0.0.0.0/0'), '0.0.0.0/0');
  assert.equal(parseNetwork('2001:DB8::/32'), '2001:db8::/32');
  for (const text of [
    '198.51.100.1/24',
    '2001:db8::1/64',
    '1.2.3.0/33',
    '::/129',
    '1.2.3/8',
    '1.2.3.4',
    '/8',
    '1.2.3.4/',
  ]) {
    assert.equal(parseNetwork(text), undefined, text);
  }
});

test('a household has all addresses of a /64, and one of IPv4', () => {
  assert.equal(householdOf('2001:db8:1:2:3:4:5:6'), '2001:db8:1:2::/64');
  assert.equal(householdOf('203.0.113.7'), '203.0.113.7');
  assert.equal(householdOf('::ffff:203.0.113.7'), '203.0.113.7');
});

const v4 = fc.ipV4();
const v6 = fc
  .tuple(...Array.from({ length: 8 }, () => fc.nat(0xffff)))
  .map(parts => new ipaddr.IPv6(parts).toString());
const network = fc.oneof(fc.tuple(v4, fc.nat(32)), fc.tuple(v6, fc.nat(128))).map(([address, bits]) => {
  const kind = address.includes(':') ? ipaddr.IPv6 : ipaddr.IPv4;
  return `${kind.networkAddressFromCIDR(`${address}/${bits}`).toString()}/${bits}`;
});

test('an address is in just those networks that it matches', () => {
  fc.assert(
    fc.property(
      fc.array(network, { maxLength: 12 }),
      fc.array(fc.oneof(v4, v6), { maxLength: 6 }),
      (networks, seen) => {
        const map = new NetworkMap<string>();
        for (const one of networks) map.set(one, one);
        // Addresses from within, too: random ones are rarely in any.
        for (const ip of [...seen, ...networks.map(one => one.split('/')[0]!)]) {
          const address = ipaddr.parse(ip);
          const expected = new Set(
            networks.filter(one => {
              const [base, bits] = ipaddr.parseCIDR(one);
              return base.kind() === address.kind() && address.match(base, bits);
            }),
          );
          assert.deepEqual(new Set(map.of(ip)), expected);
        }
        for (const one of networks) map.delete(one);
        for (const ip of seen) assert.equal(map.has(ip), false);
      },
    ),
  );
});

test('a text that is no address is in no network', () => {
  const map = new NetworkMap<true>();
  map.set('0.0.0.0/0', true);
  assert.equal(map.has('nobody'), false);
  assert.equal(map.has('1.2.3.4'), true);
  assert.equal(map.has('::1'), false);
});
