import { Type } from 'typebox';
import { text } from '../fields.ts';
import { route } from '../route.ts';
import { RequestError } from '../schemas/errors.ts';
import { UserDetails } from '../schemas/users.ts';

export const findUser = route({
  method: 'GET',
  path: '/v2/find_user',
  operationId: 'get_find_user',
  tag: 'Users',
  summary: 'The user of a key',
  description: 'Shows what the user himself may see. For a shared key: what anybody may see of its owner.',
  access: 'lenient-key',
  cache: { seconds: 30, vary: ['key'] },
  answers: { 200: UserDetails, 400: RequestError, 401: RequestError, 404: RequestError },
  output: 'skip-none',
  returnCodes: ['InvalidAPIKey', 'UserNotFound'],
});

export const userById = route({
  method: 'GET',
  path: '/v2/users/{user_id}',
  operationId: 'get_user_single',
  tag: 'Users',
  summary: 'A user',
  access: 'optional-key',
  limits: [{ count: 60, seconds: 60, per: 'path' }],
  cache: { seconds: 30, vary: ['privilege'] },
  params: Type.Object({ user_id: text('The number of the user.') }),
  answers: { 200: UserDetails, 401: RequestError, 404: RequestError },
  output: 'skip-none',
  returnCodes: ['UserNotFound', 'InvalidAPIKey'],
});
