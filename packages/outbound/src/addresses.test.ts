import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isPublicAddress, isPublicUrl } from './addresses.ts';

test('ordinary addresses are public', () => {
  for (const address of [
    '8.8.8.8',
    '1.1.1.1',
    '93.184.216.34',
    '2606:4700:4700::1111',
    '2a00:1450:4001:81b::200e',
  ]) {
    assert.ok(isPublicAddress(address), address);
  }
});

test('an address that strangers are shown does not lead their browsers into their own networks', () => {
  const inner = [
    'http://127.0.0.1/x.webp',
    'http://0x7f.1/x.webp',
    'http://2130706433/',
    'http://[::1]/',
    'http://[::ffff:10.0.0.1]/',
    'http://192.168.1.1/',
    'http://169.254.169.254/latest/meta-data',
    'http://localhost/',
    'http://a.localhost./',
    'http://router/',
    'http://printer.local/',
    'http://nas.home.arpa/',
    'http://user:password@example.org/',
    'javascript:alert(1)',
    'data:image/png;base64,AAAA',
    'file:///etc/passwd',
    '//example.org/',
    '',
  ];
  for (const url of inner) assert.ok(!isPublicUrl(url), url);
  for (const url of ['https://example.org/x.webp', 'http://8.8.8.8/', 'https://[2606:4700:4700::1111]/'])
    assert.ok(isPublicUrl(url), url);
  assert.ok(!isPublicUrl('http://example.org/', ['https:']));
});
