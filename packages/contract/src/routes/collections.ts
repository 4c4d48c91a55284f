import { Type } from 'typebox';
import { defaulted } from '../define.ts';
import { ID, id, LONG_NAME, text } from '../fields.ts';
import { route } from '../route.ts';
import { InputModelCollection, ResponseModelCollection, StyleModify } from '../schemas/collections.ts';
import { RequestError } from '../schemas/errors.ts';
import { SimpleResponse } from '../schemas/status.ts';
import { PAGE, REFUSALS, SORT, STYLE_LIMITS } from './styleRoutes.ts';

const COLLECTION_ID = Type.Object({ collection_id: id('The collection.') });

export const collections = route({
  method: 'GET',
  path: '/v2/collections',
  operationId: 'get_collection',
  tag: 'Styles',
  summary: 'The public collections of styles',
  access: 'public',
  limits: STYLE_LIMITS,
  cache: { seconds: 30, vary: ['query'] },
  query: Type.Object({
    sort: Type.Optional(SORT),
    page: Type.Optional(PAGE),
    type: Type.Optional(defaulted(text('all, image or text.', ID), 'all')),
  }),
  answers: { 200: Type.Array(ResponseModelCollection), 400: RequestError },
  output: 'full',
  returnCodes: ['BadRequest'],
});

export const makeCollection = route({
  method: 'POST',
  path: '/v2/collections',
  operationId: 'post_collection',
  deletedAccounts: 'later',
  tag: 'Styles',
  summary: 'Make a collection of styles',
  description: 'A request that names it takes one of its styles by chance.',
  access: 'key',
  scope: 'all',
  limits: STYLE_LIMITS,
  body: InputModelCollection,
  bodyCheck: 'schema',
  parserRequired: ['name', 'styles'],
  answers: { 200: StyleModify, ...REFUSALS },
  output: 'skip-none',
  returnCodes: ['InvalidAPIKey', 'DeletedUser', 'StylesAnonForbidden', 'StyleMismatch', 'BadRequest'],
});

export const collectionById = route({
  method: 'GET',
  path: '/v2/collections/{collection_id}',
  operationId: 'get_single_collection',
  tag: 'Styles',
  summary: 'A collection of styles',
  access: 'public',
  limits: STYLE_LIMITS,
  cache: { seconds: 30 },
  params: COLLECTION_ID,
  answers: { 200: ResponseModelCollection, 404: RequestError },
  output: 'full',
  returnCodes: ['CollectionNotFound'],
});

export const collectionByName = route({
  method: 'GET',
  path: '/v2/collection_by_name/{collection_name}',
  operationId: 'get_single_collection_by_name',
  tag: 'Styles',
  summary: 'A collection of styles by its name',
  access: 'public',
  cache: { seconds: 30 },
  params: Type.Object({
    collection_name: text(
      'Its name, alone or as user#id::name, collection::name, user#id::collection::name.',
      LONG_NAME,
    ),
  }),
  answers: { 200: ResponseModelCollection, 404: RequestError },
  output: 'full',
  returnCodes: ['CollectionNotFound'],
});

export const editCollection = route({
  method: 'PATCH',
  path: '/v2/collections/{collection_id}',
  operationId: 'patch_single_collection',
  tag: 'Styles',
  summary: 'Change a collection of styles',
  description: 'What is left out stays; styles replaces the whole list. For its owner alone.',
  access: 'key',
  scope: 'all',
  limits: STYLE_LIMITS,
  params: COLLECTION_ID,
  body: InputModelCollection,
  bodyCheck: 'schema',
  answers: { 200: StyleModify, ...REFUSALS },
  output: 'skip-none',
  returnCodes: [
    'InvalidAPIKey',
    'DeletedUser',
    'CollectionNotFound',
    'Forbidden',
    'StyleMismatch',
    'BadRequest',
  ],
});

export const deleteCollection = route({
  method: 'DELETE',
  path: '/v2/collections/{collection_id}',
  operationId: 'delete_single_collection',
  tag: 'Styles',
  summary: 'Delete a collection of styles',
  description: 'Its styles stay. For its owner and moderators.',
  access: 'key',
  scope: 'all',
  limits: STYLE_LIMITS,
  params: COLLECTION_ID,
  answers: { 200: SimpleResponse, ...REFUSALS },
  output: 'full',
  returnCodes: ['InvalidAPIKey', 'CollectionNotFound', 'Forbidden'],
});
