import assert from 'node:assert/strict';
import { test } from 'node:test';
import fastify from 'fastify';
import { createMetrics, metricsRoutes, observeAnswers } from './metrics.ts';

test('answers are counted by the pattern of their route, never by their address', async () => {
  const metrics = createMetrics({ process: false });
  const app = fastify();
  observeAnswers(app, metrics);
  await app.register(metricsRoutes, { metrics });
  app.get('/things/:id', async () => 'x');
  for (const url of ['/things/1', '/things/2', '/none/3']) await app.inject({ url });
  const { body, headers } = await app.inject({ url: '/metrics' });
  await app.close();
  assert.match(String(headers['content-type']), /^text\/plain/);
  assert.match(body, /openhorde_http_seconds_count\{method="GET",route="\/things\/:id",status="200"\} 2/);
  assert.match(body, /openhorde_http_seconds_count\{method="GET",route="none",status="404"\} 1/);
  assert.doesNotMatch(body, /things\/1|none\/3/);
});

test('two nodes in one process keep their figures apart, and gauges are asked when scraped', async () => {
  const [one, two] = [createMetrics({ process: false }), createMetrics({ process: false })];
  let waiting = 1;
  one.gauge('waiting', 'Requests that wait', [], gauge => gauge.set(waiting));
  two.counter('jobs', 'Jobs', ['model']).inc({ model: 'x' }, 3);
  waiting = 2;
  assert.match(await one.registry.metrics(), /openhorde_waiting 2/);
  assert.doesNotMatch(await two.registry.metrics(), /waiting/);
  assert.match(await two.registry.metrics(), /openhorde_jobs\{model="x"\} 3/);
});
