import { Type } from 'typebox';
import { defaulted } from '../define.ts';
import { ID, integer, SAFE, text } from '../fields.ts';
import { route } from '../route.ts';
import { RequestError } from '../schemas/errors.ts';
import { KudosLedger } from '../schemas/kudos.ts';
import { SimpleResponse } from '../schemas/status.ts';
import { ModifyUser, ModifyUserInput } from '../schemas/userChanges.ts';
import { UserDetails } from '../schemas/users.ts';
import { PAGE_BEFORE } from './shared.ts';

const USER_ID = Type.Object({ user_id: text('The number of the user.', ID) });
const SINGLE_LIMIT = [{ count: 60, seconds: 60, per: 'path' }] as const;

export const findUser = route({
  method: 'GET',
  path: '/v2/find_user',
  operationId: 'get_find_user',
  tag: 'Users',
  summary: 'The user of a key',
  description: 'Shows what the user himself may see. For a shared key: what anybody may see of its owner.',
  access: 'lenient-key',
  scope: 'read',
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
  scope: 'read',
  limits: SINGLE_LIMIT,
  cache: { seconds: 30, vary: ['privilege'] },
  params: USER_ID,
  answers: { 200: UserDetails, 401: RequestError, 404: RequestError },
  output: 'skip-none',
  returnCodes: ['UserNotFound', 'InvalidAPIKey'],
});

export const users = route({
  method: 'GET',
  path: '/v2/users',
  operationId: 'get_users',
  tag: 'Users',
  summary: 'All users, those with the most kudos first',
  access: 'public',
  cache: { seconds: 10, vary: ['query'] },
  query: Type.Object({
    page: Type.Optional(defaulted(integer('Which page, from 1; 25 users each.', SAFE), 1)),
    sort: Type.Optional(defaulted(text('kudos, or age: the oldest first.', ID), 'kudos')),
  }),
  answers: { 200: Type.Array(UserDetails), 400: RequestError },
  output: 'full',
  returnCodes: [],
});

export const editUser = route({
  method: 'PUT',
  path: '/v2/users/{user_id}',
  operationId: 'put_user_single',
  deletedAccounts: 'may',
  tag: 'Users',
  summary: 'Change a user',
  description:
    'The user himself may change how he is seen, moderators and administrators the rest. A call changes all that it names, or nothing.',
  access: 'key',
  scope: 'all',
  lookupFirst: true,
  limits: SINGLE_LIMIT,
  params: USER_ID,
  body: ModifyUserInput,
  bodyCheck: 'schema',
  answers: { 200: ModifyUser, 400: RequestError, 401: RequestError, 403: RequestError, 404: RequestError },
  output: 'skip-none',
  returnCodes: [
    'UserNotFound',
    'InvalidAPIKey',
    'NotAdmin',
    'NotModerator',
    'AnonForbiddenUserMod',
    'NonServiceForbidden',
    'ProfaneAdminComment',
    'ProfaneUserName',
    'TooLongUserName',
    'ProfaneUserContact',
    'UserNotDeleted',
    'NoUserModSelected',
    'BadRequest',
  ],
});

export const deleteUser = route({
  method: 'DELETE',
  path: '/v2/users/{user_id}',
  operationId: 'delete_user_single',
  tag: 'Users',
  summary: 'Delete a user',
  description:
    'Marks the account as deleted, which can be taken back. A second call, 30 days after it was last active, wipes it for good: name, contact, keys, workers and shared keys go.',
  access: 'key-401',
  scope: 'all',
  documentedKey: 'required',
  lookupFirst: true,
  limits: SINGLE_LIMIT,
  params: USER_ID,
  answers: { 200: SimpleResponse, 401: RequestError, 403: RequestError, 404: RequestError },
  output: 'full',
  returnCodes: [
    'UserNotFound',
    'InvalidAPIKey',
    'AnonForbiddenUser',
    'CannotDeleteMod',
    'NotUserOrMod',
    'CannotWipeActiveUser',
  ],
});

export const userLedger = route({
  method: 'GET',
  path: '/v2/users/{user_id}/ledger',
  operationId: 'get_user_ledger',
  tag: 'Users',
  summary: 'How the kudos of a user moved',
  description: 'Every movement of balance and escrow, for the user himself and for moderators.',
  access: 'key',
  scope: 'read',
  lookupFirst: true,
  limits: SINGLE_LIMIT,
  params: USER_ID,
  query: PAGE_BEFORE,
  answers: { 200: KudosLedger, 400: RequestError, 401: RequestError, 403: RequestError, 404: RequestError },
  output: 'skip-none',
  addition: true,
  returnCodes: ['UserNotFound', 'InvalidAPIKey', 'AnonForbidden', 'NotUserOrMod'],
});
