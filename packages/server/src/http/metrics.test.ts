import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createMetrics } from '../platform/metrics.ts';
import { metricsRoutes, observeAnswers } from './metrics.ts';
import { testDoor } from './testing/testDoor.ts';

function open(token?: string) {
  const metrics = createMetrics({ process: false });
  const { app } = testDoor(app => {
    observeAnswers(app, metrics);
    metricsRoutes(app, metrics, token);
    app.get('/things/:id', async () => 'x');
  });
  const ask = (headers: Record<string, string> = {}, remoteAddress = '127.0.0.1') =>
    app.inject({ url: '/metrics', headers, remoteAddress });
  return { app, ask };
}

test('answers are counted by the pattern of their route, never by their address', async () => {
  const { app, ask } = open();
  for (const url of ['/things/1', '/things/2', '/th%69ngs/3', '/none/3']) await app.inject({ url });
  const { body, headers } = await ask();
  assert.match(String(headers['content-type']), /^text\/plain/);
  assert.match(body, /openhorde_http_seconds_count\{method="GET",route="\/things\/:id",status="200"\} 3/);
  assert.match(body, /openhorde_http_seconds_count\{method="GET",route="none",status="404"\} 1/);
  assert.doesNotMatch(body, /things\/1|none\/3/);
  assert.match(body, /openhorde_bodies_bytes 0/);
});

test('metrics are for this machine alone, and not for those whom a proxy on it lets through', async () => {
  const { ask } = open();
  assert.equal((await ask()).statusCode, 200);
  for (const [headers, address] of [
    [{}, '203.0.113.9'],
    [{ 'x-forwarded-for': '127.0.0.1' }, '203.0.113.9'],
    [{ 'x-forwarded-for': '203.0.113.9' }, '127.0.0.1'],
    [{ via: '1.1 proxy' }, '127.0.0.1'],
    [{ authorization: 'Bearer undefined' }, '203.0.113.9'],
    [{ authorization: 'Bearer ' }, '203.0.113.9'],
  ] as const) {
    const refused = await ask(headers, address);
    assert.equal(refused.statusCode, 403);
    assert.match(refused.json().message, /METRICS_TOKEN/);
    assert.doesNotMatch(refused.body, /openhorde_/);
  }
});

test('with the token they are for other machines, too', async () => {
  const { ask } = open('letmein');
  assert.equal((await ask({ authorization: 'Bearer letmein' }, '203.0.113.9')).statusCode, 200);
  assert.equal((await ask()).statusCode, 200);
  for (const authorization of ['Bearer letmei', 'Bearer letmein x', 'letmein', 'Basic letmein'])
    assert.equal((await ask({ authorization }, '203.0.113.9')).statusCode, 403, authorization);
});
