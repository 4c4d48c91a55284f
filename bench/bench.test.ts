import assert from 'node:assert/strict';
import path from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { startTestHorde } from '@openhorde/testkit';
import { readOptions, SCENARIOS } from './options.ts';
import { runBench } from './run.ts';

const MODELS = fileURLToPath(new URL('../packages/testkit/stories/image-models.json', import.meta.url));

test('every scenario runs without an error against a horde, and is reported', async () => {
  const horde = await startTestHorde({ IMAGE_MODELS: MODELS });
  try {
    const accounts = await Promise.all(
      Array.from({ length: 4 }, (_, n) =>
        horde.user({ username: `bench ${n}`, kudos: 1_000_000, trusted: true }),
      ),
    );
    const keys = accounts.map(({ apikey }) => apikey);
    const plan = {
      ...readOptions([
        '--backlog',
        '4',
        '--backlog',
        '8',
        '--seconds',
        '0.1',
        '--lanes',
        '2',
        '--job-seconds',
        '0.05',
      ]),
      apikeys: keys,
      workerKeys: keys,
    };
    const report = await runBench({ name: 'test', url: horde.url, pids: [process.pid] }, plan, () => {});
    const expected = [4, 8].flatMap(backlog => ['async', ...SCENARIOS].map(name => `${name} ${backlog}`));
    assert.deepEqual(
      report.results.map(({ scenario, backlog }) => `${scenario} ${backlog}`),
      expected,
    );
    for (const { scenario, count, errors, errorSamples, rate, p50, p99 } of report.results) {
      assert.equal(errors, 0, `${scenario}: ${errorSamples}`);
      assert.ok(count > 0 && rate > 0 && p50 > 0 && p50 <= p99, scenario);
    }
  } finally {
    await horde.stop();
  }
});

test('the command line is checked, and a horde of others needs keys', () => {
  assert.deepEqual(readOptions([]).backlogs, [1000, 100_000]);
  assert.throws(() => readOptions(['--scenario', 'all']), /cycle, pop-hit/);
  assert.throws(() => readOptions(['--backlog', 'many']), /above 0/);
  assert.throws(() => readOptions(['--url', 'http://127.0.0.1:1']), /--apikey/);
  assert.equal(path.extname(readOptions([]).out), '.json');
});
