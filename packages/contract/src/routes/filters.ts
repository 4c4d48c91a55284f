import { Type } from 'typebox';
import { ID, INT32, integer, LONG_NAME, text } from '../fields.ts';
import { route } from '../route.ts';
import { RequestError } from '../schemas/errors.ts';
import {
  FilterDetails,
  FilterPromptSuspicion,
  FilterRegex,
  FilterTestInput,
  PatchExistingFilter,
  PutNewFilter,
} from '../schemas/filters.ts';
import { SimpleResponse } from '../schemas/status.ts';

const FILTER_ID = Type.Object({ filter_id: text('The number of the filter.', ID) });
const FILTER_TYPE = Type.Optional(integer('Only filters of this type.', INT32));
const ERRORS = { 400: RequestError, 401: RequestError, 403: RequestError } as const;
const SINGLE = {
  tag: 'Filters',
  access: 'moderator',
  scope: 'all',
  lookupFirst: true,
  params: FILTER_ID,
} as const;

export const filters = route({
  method: 'GET',
  path: '/v2/filters',
  operationId: 'get_filters',
  tag: 'Filters',
  summary: 'The prompt filters',
  access: 'moderator',
  scope: 'all',
  query: Type.Object({
    filter_type: FILTER_TYPE,
    contains: Type.Optional(
      text('Only filters with this in expression or description, letter case included.', LONG_NAME),
    ),
  }),
  answers: { 200: Type.Array(FilterDetails), ...ERRORS },
  output: 'skip-none',
  returnCodes: ['InvalidAPIKey', 'NotModerator'],
});

export const createFilter = route({
  method: 'PUT',
  path: '/v2/filters',
  operationId: 'put_filters',
  tag: 'Filters',
  summary: 'Add a prompt filter',
  description: 'The same expression of the same type is there once: then the one that is there is answered.',
  access: 'moderator',
  scope: 'all',
  body: PutNewFilter,
  bodyCheck: 'schema',
  answers: { 200: FilterDetails, 201: FilterDetails, ...ERRORS },
  output: 'full',
  returnCodes: ['InvalidAPIKey', 'DeletedUser', 'NotModerator', 'BadRequest'],
});

export const testFilters = route({
  method: 'POST',
  path: '/v2/filters',
  operationId: 'post_filters',
  tag: 'Filters',
  summary: 'Try the filters on a prompt',
  access: 'key',
  scope: 'all',
  body: FilterTestInput,
  bodyCheck: 'parser',
  answers: { 200: FilterPromptSuspicion, ...ERRORS },
  output: 'full',
  returnCodes: ['InvalidAPIKey', 'DeletedUser', 'NotModerator'],
});

export const filterRegexes = route({
  method: 'GET',
  path: '/v2/filters/regex',
  operationId: 'get_filter_regex',
  tag: 'Filters',
  summary: 'The filters of each type as one expression',
  access: 'moderator',
  scope: 'all',
  query: Type.Object({ filter_type: FILTER_TYPE }),
  answers: { 200: Type.Array(FilterRegex), ...ERRORS },
  output: 'skip-none',
  returnCodes: ['InvalidAPIKey', 'NotModerator'],
});

export const filterById = route({
  ...SINGLE,
  method: 'GET',
  path: '/v2/filters/{filter_id}',
  operationId: 'get_filter_single',
  summary: 'A prompt filter',
  answers: { 200: FilterDetails, ...ERRORS, 404: RequestError },
  output: 'skip-none',
  returnCodes: ['FilterNotFound', 'InvalidAPIKey', 'NotModerator'],
});

export const editFilter = route({
  ...SINGLE,
  method: 'PATCH',
  path: '/v2/filters/{filter_id}',
  operationId: 'patch_filter_single',
  summary: 'Change a prompt filter',
  description: 'It is signed by whoever changed it last.',
  body: PatchExistingFilter,
  bodyCheck: 'schema',
  answers: { 200: FilterDetails, ...ERRORS, 404: RequestError },
  output: 'full',
  returnCodes: [
    'FilterNotFound',
    'InvalidAPIKey',
    'DeletedUser',
    'NotModerator',
    'NoFilterModSelected',
    'BadRequest',
  ],
});

export const deleteFilter = route({
  ...SINGLE,
  method: 'DELETE',
  path: '/v2/filters/{filter_id}',
  operationId: 'delete_filter_single',
  summary: 'Delete a prompt filter',
  answers: { 200: SimpleResponse, ...ERRORS, 404: RequestError },
  output: 'full',
  returnCodes: ['FilterNotFound', 'InvalidAPIKey', 'NotModerator'],
});
