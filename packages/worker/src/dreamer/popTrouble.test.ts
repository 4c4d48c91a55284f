import assert from 'node:assert/strict';
import { test } from 'node:test';
import { HordeApiError } from '@openhorde/sdk';
import { popTroubleOf } from './popTrouble.ts';

test('refused pops are told apart by their sentence and their return code', () => {
  const cases = [
    [403, 'WorkerMaintenance', 'x', 'maintenance'],
    [403, 'WorkerFlaggedMaintenance', 'x', 'maintenance'],
    [403, null, 'Your worker was put into Maintenance Mode because of faults', 'maintenance'],
    [400, 'BadRequest', 'Unfortunately we cannot accept workers serving unrecognised models', 'models'],
    [403, 'WrongCredentials', 'Wrong credentials to act on this worker', 'name_taken'],
    [401, 'InvalidAPIKey', 'No user', 'wrong_key'],
    [401, null, 'No user matching sent API Key. Have you remembered to register?', 'wrong_key'],
    [403, 'AnonForbiddenWorker', 'no', 'wrong_key'],
    [403, 'KeyScopeInsufficient', 'no', 'wrong_key'],
    [401, null, 'Authorization required', 'forbidden'],
    [403, 'WorkerInviteOnly', 'no', 'forbidden'],
    [400, null, 'Input payload validation failed', 'other'],
  ] as const;
  for (const [status, rc, message, trouble] of cases) {
    assert.equal(popTroubleOf(new HordeApiError({ status, rc, message })), trouble, message);
  }
});
