import assert from 'node:assert/strict';
import type { IncomingMessage } from 'node:http';
import { test } from 'node:test';
import { routes } from '@openhorde/contract';
import { Addresses } from './addresses.ts';
import { mount } from './mount.ts';
import { testDoor } from './testing/testDoor.ts';

const seen = (trusted: string[], remoteAddress: string, forwarded?: string) =>
  new Addresses(trusted).peerIp({
    socket: { remoteAddress },
    headers: forwarded === undefined ? {} : { 'x-forwarded-for': forwarded },
  } as unknown as IncomingMessage);

test('the last entry of X-Forwarded-For is the caller, when a trusted proxy brings it', () => {
  const trusted = ['127.0.0.0/8', '::1', '10.1.2.3'];
  assert.equal(seen(trusted, '127.0.0.1', '198.51.100.1, 203.0.113.9'), '203.0.113.9');
  assert.equal(seen(trusted, '::ffff:127.0.0.1', '203.0.113.9'), '203.0.113.9');
  assert.equal(seen(trusted, '10.1.2.3', '2001:DB8::1'), '2001:db8::1');
  assert.equal(seen(trusted, '203.0.113.7', '198.51.100.1'), '203.0.113.7');
  assert.equal(seen(trusted, '::ffff:203.0.113.7'), '203.0.113.7');
  assert.equal(seen(trusted, '127.0.0.1', 'nonsense'), '127.0.0.1');
  assert.equal(seen([], '127.0.0.1', '198.51.100.1'), '127.0.0.1');
});

test('a link-local address is one, whichever interface it comes by; short spellings are none', () => {
  assert.equal(seen([], 'fe80::1%eth0'), 'fe80::1');
  for (const spelling of ['127.1', '0x7f.0.0.1', '010.0.0.1', '2130706433'])
    assert.equal(seen(['10.1.2.3'], '10.1.2.3', spelling), '10.1.2.3');
});

test('a call comes from this machine when no proxy here passes it on for a client', () => {
  const isLocal = (remoteAddress: string, headers: Record<string, string> = {}) =>
    new Addresses(['127.0.0.0/8', '::1', '10.1.2.3']).isLocal({
      socket: { remoteAddress },
      headers,
    } as unknown as IncomingMessage);
  assert.ok(isLocal('127.0.0.1'));
  assert.ok(isLocal('::1'));
  assert.ok(isLocal('::ffff:127.0.0.1', { 'x-forwarded-for': '127.0.0.1' }));
  assert.ok(!isLocal('203.0.113.9'));
  assert.ok(!isLocal('127.0.0.1', { 'x-forwarded-for': '203.0.113.9' }));
  assert.ok(!isLocal('10.1.2.3', { 'x-forwarded-for': '127.0.0.1' }));
  for (const header of ['x-real-ip', 'via', 'forwarded', 'x-forwarded-host', 'x-forwarded-proto'])
    assert.ok(!isLocal('127.0.0.1', { [header]: 'x' }), header);
});

test('Proxied-For is believed of services that show one of their passkeys', async () => {
  const { app } = testDoor(
    app =>
      mount(app, routes.workerById, ({ client }) => ({
        bridge_agent: `${client.ip} ${client.peerIp} ${client.proxied}`,
      })),
    { isProxyPasskey: async passkey => passkey === 'right' },
  );
  const look = async (headers: Record<string, string>) =>
    (await app.inject({ url: '/api/v2/workers/w', headers })).json().bridge_agent;
  const proxied = { 'proxied-for': '198.51.100.1' };
  assert.equal(await look({ ...proxied, 'proxy-authorization': 'right' }), '198.51.100.1 127.0.0.1 true');
  assert.equal(await look({ ...proxied, 'proxy-authorization': 'wrong' }), '127.0.0.1 127.0.0.1 false');
  assert.equal(await look(proxied), '127.0.0.1 127.0.0.1 false');
  assert.equal(
    await look({ 'proxied-for': 'x', 'proxy-authorization': 'right' }),
    '127.0.0.1 127.0.0.1 false',
  );
});
