import { Type } from 'typebox';
import { id } from '../fields.ts';
import { route } from '../route.ts';
import { RequestError } from '../schemas/errors.ts';
import { SharedKeyDetails, SharedKeyInput, SharedKeyUses } from '../schemas/sharedKeys.ts';
import { SimpleResponse } from '../schemas/status.ts';
import { PAGE_BEFORE } from './shared.ts';

const SHARED_KEY_ID = Type.Object({ sharedkey_id: id('The shared key.') });
const ERRORS = {
  400: RequestError,
  401: RequestError,
  403: RequestError,
  404: RequestError,
} as const;

export const makeSharedKey = route({
  method: 'PUT',
  path: '/v2/sharedkeys',
  operationId: 'put_shared_key',
  tag: 'Keys',
  summary: 'Make a shared key',
  description:
    'Whoever knows it may ask for images and texts, and you pay, within its limits. 3 keys at most; 10 for trusted users, 1000 for education accounts.',
  access: 'key',
  scope: 'all',
  limits: [{ count: 5, seconds: 60, per: 'path' }],
  body: SharedKeyInput,
  bodyCheck: 'parser',
  answers: { 200: SharedKeyDetails, ...ERRORS },
  output: 'skip-none',
  returnCodes: ['InvalidAPIKey', 'DeletedUser', 'AnonForbidden', 'Forbidden', 'BadRequest'],
});

export const sharedKey = route({
  method: 'GET',
  path: '/v2/sharedkeys/{sharedkey_id}',
  operationId: 'get_shared_key_single',
  tag: 'Keys',
  summary: 'A shared key',
  access: 'public',
  cache: { seconds: 60 },
  params: SHARED_KEY_ID,
  answers: { 200: SharedKeyDetails, 401: RequestError, 404: RequestError },
  output: 'skip-none',
  returnCodes: ['InvalidAPIKey'],
});

export const editSharedKey = route({
  method: 'PATCH',
  path: '/v2/sharedkeys/{sharedkey_id}',
  operationId: 'patch_shared_key_single',
  tag: 'Keys',
  summary: 'Change a shared key',
  description: 'Fields that are not named stay. For its owner alone.',
  access: 'key',
  scope: 'all',
  params: SHARED_KEY_ID,
  body: SharedKeyInput,
  bodyCheck: 'parser',
  bodyDefaults: false,
  answers: { 200: SharedKeyDetails, ...ERRORS },
  output: 'skip-none',
  returnCodes: ['InvalidAPIKey', 'DeletedUser', 'Forbidden', 'NoSharedKeyModSelected', 'BadRequest'],
});

export const deleteSharedKey = route({
  method: 'DELETE',
  path: '/v2/sharedkeys/{sharedkey_id}',
  operationId: 'delete_shared_key_single',
  tag: 'Keys',
  summary: 'Delete a shared key',
  description: 'The requests that were made with it go, too. For its owner alone.',
  access: 'key',
  scope: 'all',
  params: SHARED_KEY_ID,
  answers: { 200: SimpleResponse, ...ERRORS },
  output: 'full',
  returnCodes: ['InvalidAPIKey', 'Forbidden'],
});

export const sharedKeyUses = route({
  method: 'GET',
  path: '/v2/sharedkeys/{sharedkey_id}/uses',
  operationId: 'get_shared_key_uses',
  tag: 'Keys',
  summary: 'What a shared key was used for',
  description: 'For its owner alone.',
  access: 'key',
  scope: 'read',
  params: SHARED_KEY_ID,
  query: PAGE_BEFORE,
  answers: { 200: SharedKeyUses, ...ERRORS },
  output: 'skip-none',
  addition: true,
  returnCodes: ['InvalidAPIKey', 'Forbidden'],
});
