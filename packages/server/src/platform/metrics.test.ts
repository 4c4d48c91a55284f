import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createMetrics } from './metrics.ts';

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
