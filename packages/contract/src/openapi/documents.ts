import { IsArray, type TSchema } from 'typebox';
import { type AnyDefinition, definitionOf } from '../define.ts';
import type { Route } from '../route.ts';
import { routes as allRoutes } from '../routes/index.ts';
import { type Dialect, definitionSchema, type Json, OPENAPI, reachable, SWAGGER } from './definitions.ts';
import { EXAMPLES } from './examples.ts';
import { answerWords, operationWords, parametersOf, securityOf } from './operation.ts';

/** The version of the API that this contract describes. */
export const API_VERSION = '2.5';

const INFO = {
  title: 'OpenHorde',
  version: API_VERSION,
  description:
    'A commons for generative AI, compatible with the AI Horde API. Send a request, or lend a worker. The key 0000000000 is for everybody.',
};
const LICENCE = 'AGPL-3.0-or-later';

/** The chapters of the reference, in order. A tag that is missing here comes last. */
const TAGS = [
  { name: 'Images', description: 'Ask for images, follow the request, fetch the results.' },
  { name: 'Image workers', description: 'Take jobs and hand in results.' },
  { name: 'Texts', description: 'Ask for texts, follow the request, read the results.' },
  { name: 'Text workers', description: 'Take jobs and hand in results.' },
  { name: 'Alchemy', description: 'Ask about an image, or have it worked on.' },
  { name: 'Alchemists', description: 'Take forms and hand in results.' },
  { name: 'Webhooks', description: 'Have results posted to you, signed, and see what became of them.' },
  { name: 'Users', description: 'Accounts and what they may do.' },
  {
    name: 'Keys',
    description: 'Keys of an account, each for what it is needed for, and keys to share with others.',
  },
  { name: 'Kudos', description: 'Gifts and awards.' },
  { name: 'Workers', description: 'Who lends what.' },
  { name: 'Ratings', description: 'Images to rate, what was said of them, and who says it well.' },
  { name: 'Status', description: 'How the horde is doing.' },
  { name: 'Development', description: 'For tests alone.' },
];

/** The Swagger 2 document, in the shape of the original's `swagger.json`: same definition names, paths under `/api`. */
export function swaggerDocument(routes: Iterable<Route> = Object.values(allRoutes)): Json {
  const list = [...routes];
  return {
    swagger: '2.0',
    info: { ...INFO, license: { name: LICENCE } },
    basePath: '/api',
    tags: tagsOf(list),
    consumes: ['application/json'],
    produces: ['application/json'],
    paths: paths(list, route => ({
      tags: [route.tag],
      summary: route.summary,
      description: operationWords(route),
      operationId: route.operationId,
      parameters: swaggerParameters(route),
      responses: Object.fromEntries(
        Object.entries(route.answers).map(([status, schema]) => [
          status,
          { description: answerWords(route, Number(status)), schema: answerSchema(schema, SWAGGER) },
        ]),
      ),
      ...(route.events && { produces: ['text/event-stream'] }),
      ...(route.downloads && { produces: [...route.downloads] }),
    })),
    definitions: definitions(list, SWAGGER),
  };
}

/** The OpenAPI 3.1 document. */
export function openapiDocument(routes: Iterable<Route> = Object.values(allRoutes)): Json {
  const list = [...routes];
  return {
    openapi: '3.1.0',
    info: { ...INFO, license: { name: LICENCE, identifier: LICENCE } },
    servers: [{ url: '/api' }],
    tags: tagsOf(list),
    paths: paths(list, route => ({
      tags: [route.tag],
      summary: route.summary,
      description: operationWords(route),
      operationId: route.operationId,
      parameters: parametersOf(route, OPENAPI),
      security: securityOf(route),
      ...(route.body && {
        requestBody: {
          required: route.bodyCheck === 'schema',
          content: {
            'application/json': {
              schema: answerSchema(route.body, OPENAPI),
              example: EXAMPLES[route.operationId],
            },
          },
        },
      }),
      responses: Object.fromEntries(
        Object.entries(route.answers).map(([status, schema]) => {
          const types = status === '200' ? mediaTypes(route) : ['application/json'];
          const content = Object.fromEntries(
            types.map(type => [type, { schema: answerSchema(schema, OPENAPI) }]),
          );
          return [status, { description: answerWords(route, Number(status)), content }];
        }),
      ),
    })),
    components: {
      securitySchemes: {
        apikey: {
          type: 'apiKey',
          in: 'header',
          name: 'apikey',
          description: 'The key of an account. 0000000000 is the anonymous one, which everybody may use.',
        },
      },
      schemas: definitions(list, OPENAPI),
    },
  };
}

/** What a successful answer comes as. */
const mediaTypes = ({ events, downloads }: Route): readonly string[] =>
  events ? ['text/event-stream'] : (downloads ?? ['application/json']);

function swaggerParameters(route: Route): Json[] {
  const parameters: Json[] = parametersOf(route, SWAGGER).map(({ schema, ...rest }) => ({
    ...rest,
    ...schema,
  }));
  if (route.body) {
    const required = route.bodyCheck === 'schema';
    parameters.push({ name: 'payload', in: 'body', required, schema: answerSchema(route.body, SWAGGER) });
  }
  return parameters;
}

const tagsOf = (routes: Route[]) => TAGS.filter(({ name }) => routes.some(route => route.tag === name));

function paths(routes: Route[], operation: (route: Route) => Json): Json {
  const all: Record<string, Json> = {};
  for (const route of routes) {
    all[route.path] = { ...all[route.path], [route.method.toLowerCase()]: operation(route) };
  }
  return Object.fromEntries(Object.entries(all).sort(([a], [b]) => (a < b ? -1 : 1)));
}

function answerSchema(schema: TSchema, dialect: Dialect): Json {
  if (IsArray(schema)) return { type: 'array', items: answerSchema(schema.items as AnyDefinition, dialect) };
  return { $ref: dialect.root + definitionOf(schema)!.name };
}

function definitions(routes: Route[], dialect: Dialect): Json {
  return Object.fromEntries(
    [...reachable(routes)].map(([name, info]) => [name, definitionSchema(info, dialect)]),
  );
}
