import { Type } from 'typebox';
import { id } from '../fields.ts';
import { route } from '../route.ts';
import { StyleModify } from '../schemas/collections.ts';
import { InputStyleExamplePost } from '../schemas/imageStyles.ts';
import { SimpleResponse } from '../schemas/status.ts';
import { REFUSALS, STYLE_ID, STYLE_LIMITS } from './styleRoutes.ts';

const EXAMPLE_ID = Type.Object({ style_id: id('The style.'), example_id: id('The example.') });

export const makeStyleExample = route({
  method: 'POST',
  path: '/v2/styles/image/{style_id}/example',
  operationId: 'post_image_style_example',
  tag: 'Styles',
  summary: 'Add an example to an image style',
  description: 'Four at most; the first one is the primary one. For the owner of the style and moderators.',
  access: 'key',
  scope: 'all',
  limits: STYLE_LIMITS,
  params: STYLE_ID,
  body: InputStyleExamplePost,
  bodyCheck: 'schema',
  parserRequired: ['url', 'primary'],
  answers: { 200: StyleModify, ...REFUSALS },
  output: 'skip-none',
  returnCodes: [
    'InvalidAPIKey',
    'DeletedUser',
    'StyleNotFound',
    'Forbidden',
    'TooManyStyleExamples',
    'ExampleURLAlreadyInUse',
    'BadRequest',
  ],
});

export const editStyleExample = route({
  method: 'PATCH',
  path: '/v2/styles/image/{style_id}/example/{example_id}',
  operationId: 'patch_single_image_style_example',
  tag: 'Styles',
  summary: 'Change an example of an image style',
  description: 'What is left out stays. For the owner of the style and moderators.',
  access: 'key',
  scope: 'all',
  params: EXAMPLE_ID,
  body: InputStyleExamplePost,
  bodyCheck: 'schema',
  answers: { 200: StyleModify, ...REFUSALS },
  output: 'skip-none',
  returnCodes: [
    'Style exampleNotFound',
    'InvalidAPIKey',
    'DeletedUser',
    'StyleNotFound',
    'Forbidden',
    'ExampleURLAlreadyInUse',
    'BadRequest',
  ],
});

export const deleteStyleExample = route({
  method: 'DELETE',
  path: '/v2/styles/image/{style_id}/example/{example_id}',
  operationId: 'delete_single_image_style_example',
  tag: 'Styles',
  summary: 'Delete an example of an image style',
  description: 'For the owner of the style and moderators.',
  access: 'key',
  scope: 'all',
  params: EXAMPLE_ID,
  answers: { 200: SimpleResponse, ...REFUSALS },
  output: 'full',
  returnCodes: ['Style exampleNotFound', 'InvalidAPIKey', 'StyleNotFound', 'Forbidden'],
});
