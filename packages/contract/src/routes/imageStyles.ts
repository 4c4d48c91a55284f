import { Type } from 'typebox';
import { route } from '../route.ts';
import { StyleModify } from '../schemas/collections.ts';
import { RequestError } from '../schemas/errors.ts';
import { ModelStyleInputStable, ModelStylePatchStable, StyleStable } from '../schemas/imageStyles.ts';
import { SimpleResponse } from '../schemas/status.ts';
import {
  DELETE_CODES,
  IMAGE_STYLE_CODES,
  REFUSALS,
  STYLE_ID,
  STYLE_LIMITS,
  STYLE_NAMED,
  STYLE_WRITE_LIMITS,
  STYLES_QUERY,
} from './styleRoutes.ts';

export const imageStyles = route({
  method: 'GET',
  path: '/v2/styles/image',
  operationId: 'get_image_style',
  tag: 'Styles',
  summary: 'The public image styles',
  access: 'public',
  limits: STYLE_LIMITS,
  cache: { seconds: 30, vary: ['query'] },
  query: STYLES_QUERY,
  answers: { 200: Type.Array(StyleStable), 400: RequestError },
  output: 'skip-none',
  returnCodes: ['BadRequest'],
});

export const makeImageStyle = route({
  method: 'POST',
  path: '/v2/styles/image',
  operationId: 'post_image_style',
  deletedAccounts: 'later',
  tag: 'Styles',
  summary: 'Make an image style',
  description: 'For trusted users and customizers. Who uses it pays 2 kudos more, and you earn them.',
  access: 'key',
  scope: 'all',
  limits: STYLE_LIMITS,
  body: ModelStyleInputStable,
  bodyCheck: 'schema',
  answers: { 200: StyleModify, ...REFUSALS },
  output: 'skip-none',
  returnCodes: IMAGE_STYLE_CODES.made,
});

export const imageStyleById = route({
  method: 'GET',
  path: '/v2/styles/image/{style_id}',
  operationId: 'get_single_image_style',
  tag: 'Styles',
  summary: 'An image style',
  access: 'public',
  limits: STYLE_LIMITS,
  cache: { seconds: 30 },
  params: STYLE_ID,
  answers: { 200: StyleStable, 400: RequestError, 404: RequestError },
  output: 'skip-none',
  returnCodes: ['Image styleNotFound', 'StyleGetMistmatch'],
});

export const imageStyleByName = route({
  method: 'GET',
  path: '/v2/styles/image_by_name/{style_name}',
  operationId: 'get_single_image_style_by_name',
  tag: 'Styles',
  summary: 'An image style by its name',
  access: 'public',
  cache: { seconds: 30 },
  params: STYLE_NAMED,
  answers: { 200: StyleStable, 400: RequestError, 404: RequestError },
  output: 'skip-none',
  returnCodes: ['StyleNotFound', 'StyleGetMistmatch'],
});

export const editImageStyle = route({
  method: 'PATCH',
  path: '/v2/styles/image/{style_id}',
  operationId: 'patch_single_image_style',
  tag: 'Styles',
  summary: 'Change an image style',
  description: 'What is left out stays. For its owner alone.',
  access: 'key',
  scope: 'all',
  limits: STYLE_WRITE_LIMITS,
  params: STYLE_ID,
  body: ModelStylePatchStable,
  bodyCheck: 'schema',
  answers: { 200: StyleModify, ...REFUSALS },
  output: 'skip-none',
  returnCodes: IMAGE_STYLE_CODES.changed,
});

export const deleteImageStyle = route({
  method: 'DELETE',
  path: '/v2/styles/image/{style_id}',
  operationId: 'delete_single_image_style',
  tag: 'Styles',
  summary: 'Delete an image style',
  description: 'For its owner and moderators. Requests that used it go on.',
  access: 'key',
  scope: 'all',
  limits: STYLE_WRITE_LIMITS,
  params: STYLE_ID,
  answers: { 200: SimpleResponse, ...REFUSALS },
  output: 'full',
  returnCodes: DELETE_CODES,
});
