import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openapiDocument, swaggerDocument } from '@openhorde/contract';
import { testDoor } from './testing/testDoor.ts';

const { app } = testDoor();

test('both documents are served, readable from any origin', async () => {
  const swagger = await app.inject({ url: '/api/swagger.json' });
  assert.deepEqual(swagger.json(), JSON.parse(JSON.stringify(swaggerDocument())));
  assert.equal(swagger.json().info.version, '2.5');
  const openapi = await app.inject({ url: '/api/openapi.json' });
  assert.deepEqual(openapi.json(), JSON.parse(JSON.stringify(openapiDocument())));
  assert.equal(openapi.headers['access-control-allow-origin'], '*');
});

test('the reference needs nothing from other hosts, and runs its own script alone', async () => {
  const redirected = await app.inject({ url: '/api' });
  assert.ok([301, 302, 308].includes(redirected.statusCode));
  assert.equal(redirected.headers.location, '/api/');
  const page = await app.inject({ url: '/api/' });
  assert.match(String(page.headers['content-type']), /text\/html/);
  assert.doesNotMatch(page.body, /(?:src|href)="https?:/);
  const policy = String(page.headers['content-security-policy']);
  const nonce = policy.match(/'nonce-([\w-]+)'/)![1]!;
  const scripts = [...page.body.matchAll(/<script([^>]*)>/g)].map(match => match[1]!);
  assert.ok(scripts.length > 0);
  for (const attributes of scripts)
    assert.ok(attributes.includes(nonce) || attributes.includes('src='), attributes);
  const address = page.body.match(/src="([^"]+\.js)"/)![1]!;
  const program = await app.inject({ url: new URL(address, 'http://horde.test/api/').pathname });
  assert.equal(program.statusCode, 200);
  assert.match(String(program.headers['content-type']), /javascript/);
  assert.ok(program.body.length > 1_000_000);
});

test('the service says what it is', async () => {
  const info = (await app.inject({ url: '/.well-known/serviceinfo' })).json();
  assert.equal(info.software.version, '1.2.3');
  assert.deepEqual(info.api.aihorde, {
    name: 'AI Horde API',
    version: '2.5',
    base_url: 'http://horde.test/api/v2',
    rel_url: '/api/v2',
    documentation: 'http://horde.test/api',
  });
  assert.equal(info.software.repository, 'http://horde.test');
});
