import { Type } from 'typebox';
import { id } from '../fields.ts';
import { route } from '../route.ts';
import { RequestError } from '../schemas/errors.ts';
import { KeyInput, KeyList, MadeKey } from '../schemas/keys.ts';
import { SimpleResponse } from '../schemas/status.ts';

const COMMON = { tag: 'Keys', access: 'key', addition: true } as const;
const ERRORS = { 400: RequestError, 401: RequestError, 403: RequestError } as const;

export const keys = route({
  ...COMMON,
  method: 'GET',
  path: '/v2/keys',
  operationId: 'get_keys',
  scope: 'read',
  summary: 'The keys of your account',
  answers: { 200: KeyList, ...ERRORS },
  output: 'full',
  returnCodes: ['InvalidAPIKey', 'AnonForbidden'],
});

export const makeKey = route({
  ...COMMON,
  method: 'POST',
  path: '/v2/keys',
  operationId: 'post_keys',
  scope: 'all',
  summary: 'Make a key',
  description:
    'A key for one purpose: a worker that loses a key of scope worker loses nothing but work. An account has 20 keys at most.',
  limits: [{ count: 5, seconds: 60, per: 'key' }],
  body: KeyInput,
  bodyCheck: 'optional-schema',
  answers: { 201: MadeKey, ...ERRORS },
  output: 'skip-none',
  returnCodes: ['InvalidAPIKey', 'DeletedUser', 'AnonForbidden', 'Forbidden', 'BadRequest'],
});

export const revokeKey = route({
  ...COMMON,
  method: 'DELETE',
  path: '/v2/keys/{key_id}',
  operationId: 'delete_keys',
  scope: 'all',
  summary: 'Revoke a key',
  description:
    'It is refused from now on. The last key of scope all stays: without one nobody gets in again.',
  params: Type.Object({ key_id: id('The id of the key.') }),
  answers: { 200: SimpleResponse, ...ERRORS, 404: RequestError },
  output: 'full',
  returnCodes: ['InvalidAPIKey', 'AnonForbidden', 'KeyNotFound', 'Forbidden'],
});
