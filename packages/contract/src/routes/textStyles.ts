import { Type } from 'typebox';
import { route } from '../route.ts';
import { StyleModify } from '../schemas/collections.ts';
import { RequestError } from '../schemas/errors.ts';
import { SimpleResponse } from '../schemas/status.ts';
import { ModelStyleInputKobold, ModelStylePatchKobold, StyleKobold } from '../schemas/textStyles.ts';
import {
  DELETE_CODES,
  REFUSALS,
  STYLE_ID,
  STYLE_LIMITS,
  STYLE_NAMED,
  STYLE_WRITE_LIMITS,
  STYLES_QUERY,
  TEXT_STYLE_CODES,
} from './styleRoutes.ts';

export const textStyles = route({
  method: 'GET',
  path: '/v2/styles/text',
  operationId: 'get_text_style',
  tag: 'Styles',
  summary: 'The public text styles',
  access: 'public',
  limits: STYLE_LIMITS,
  cache: { seconds: 1, vary: ['query'] },
  query: STYLES_QUERY,
  answers: { 200: Type.Array(StyleKobold), 400: RequestError },
  output: 'skip-none',
  returnCodes: ['BadRequest'],
});

export const makeTextStyle = route({
  method: 'POST',
  path: '/v2/styles/text',
  operationId: 'post_text_style',
  deletedAccounts: 'later',
  tag: 'Styles',
  summary: 'Make a text style',
  description: 'For trusted users and customizers. Who uses it pays 2 kudos more, and you earn them.',
  access: 'key',
  scope: 'all',
  limits: STYLE_WRITE_LIMITS,
  body: ModelStyleInputKobold,
  bodyCheck: 'schema',
  answers: { 200: StyleModify, ...REFUSALS },
  output: 'skip-none',
  returnCodes: TEXT_STYLE_CODES.made,
});

export const textStyleById = route({
  method: 'GET',
  path: '/v2/styles/text/{style_id}',
  operationId: 'get_single_text_style',
  tag: 'Styles',
  summary: 'A text style',
  access: 'public',
  limits: STYLE_LIMITS,
  cache: { seconds: 30 },
  params: STYLE_ID,
  answers: { 200: StyleKobold, 400: RequestError, 404: RequestError },
  output: 'skip-none',
  returnCodes: ['Text styleNotFound', 'StyleGetMistmatch'],
});

export const textStyleByName = route({
  method: 'GET',
  path: '/v2/styles/text_by_name/{style_name}',
  operationId: 'get_single_text_style_by_name',
  tag: 'Styles',
  summary: 'A text style by its name',
  access: 'public',
  cache: { seconds: 30 },
  params: STYLE_NAMED,
  answers: { 200: StyleKobold, 400: RequestError, 404: RequestError },
  output: 'skip-none',
  returnCodes: ['StyleNotFound', 'StyleGetMistmatch'],
});

export const editTextStyle = route({
  method: 'PATCH',
  path: '/v2/styles/text/{style_id}',
  operationId: 'patch_single_text_style',
  tag: 'Styles',
  summary: 'Change a text style',
  description: 'What is left out stays. For its owner alone.',
  access: 'key',
  scope: 'all',
  limits: STYLE_LIMITS,
  params: STYLE_ID,
  body: ModelStylePatchKobold,
  bodyCheck: 'schema',
  answers: { 200: StyleModify, ...REFUSALS },
  output: 'skip-none',
  returnCodes: TEXT_STYLE_CODES.changed,
});

export const deleteTextStyle = route({
  method: 'DELETE',
  path: '/v2/styles/text/{style_id}',
  operationId: 'delete_single_text_style',
  tag: 'Styles',
  summary: 'Delete a text style',
  description: 'For its owner and moderators. Requests that used it go on.',
  access: 'key',
  scope: 'all',
  limits: STYLE_LIMITS,
  params: STYLE_ID,
  answers: { 200: SimpleResponse, ...REFUSALS },
  output: 'full',
  returnCodes: DELETE_CODES,
});
