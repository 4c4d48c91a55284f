import assert from 'node:assert/strict';
import { test } from 'node:test';
import { HordeApiError, HordeNetworkError } from '@openhorde/sdk';
import { failureOf } from './failure.ts';

const refusal = (status: number, rc: string | null, more: object = {}) =>
  failureOf(new HordeApiError({ status, rc, message: 'because', ...more } as never), 1_000);

test('refusals are sorted by what a person can do', () => {
  assert.equal(refusal(401, 'InvalidAPIKey').kind, 'key');
  assert.equal(refusal(403, 'KudosUpfront').kind, 'kudos');
  assert.equal(refusal(403, 'SharedKeyEmpty').kind, 'sharedKey');
  assert.equal(refusal(404, 'RequestNotFound').kind, 'gone');
  assert.equal(refusal(400, 'MaintenanceMode').kind, 'unavailable');
  assert.equal(refusal(503, null).kind, 'unavailable');
  assert.equal(refusal(400, 'CorruptPrompt').kind, 'refused');
  assert.equal(failureOf(new HordeNetworkError('no'), 0).kind, 'unreachable');
  assert.equal(failureOf(new Error('bug'), 0).kind, 'unexpected');
});

test("the horde's sentence is kept as it is", () => {
  assert.equal(refusal(400, 'CorruptPrompt').message, 'because');
});

test('a cool-down says when another try makes sense', () => {
  assert.equal(refusal(429, null, { retryAfterSeconds: 7 }).retryAtMs, 8_000);
  assert.equal(refusal(429, null).retryAtMs, 11_000);
  assert.equal(refusal(400, 'CorruptPrompt').retryAtMs, null);
});

test('the faults of single fields are kept', () => {
  assert.deepEqual(refusal(400, null, { errors: { 'params.width': 'too large' } }).fields, {
    'params.width': 'too large',
  });
});
