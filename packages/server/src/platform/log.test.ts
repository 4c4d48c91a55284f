import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createLog } from './log.ts';

test('keys and passwords do not reach the log', () => {
  const lines: string[] = [];
  const log = createLog('info', { write: line => lines.push(line) });
  log.info({
    apikey: 'hunter2',
    headers: { apikey: 'hunter2', authorization: 'hunter2', cookie: 'hunter2' },
  });
  log.info({
    req: { headers: { apikey: 'hunter2', authorization: 'hunter2' } },
    user: { apikey: 'hunter2' },
  });
  log.debug('not at this level');
  assert.equal(lines.length, 2);
  assert.doesNotMatch(lines.join(''), /hunter2/);
});
