import assert from 'node:assert/strict';
import { test } from 'node:test';
import { IsArray } from 'typebox';
import { openapiDocument, swaggerDocument } from './openapi/documents.ts';
import { HordeError, RETURN_CODE_FAMILIES, RETURN_CODES, type ReturnCodeEntry } from './returnCodes.ts';
import { type AnswerSchema, type Route, refusalsOf } from './route.ts';
import { routes } from './routes/index.ts';
import { readFirstJson } from './testFiles.ts';

// Our description holds everything that the published one holds, and may hold more.

interface PublishedField {
  [keyword: string]: unknown;
  ref?: string;
  items?: PublishedField;
}
interface PublishedRoute {
  path?: object;
  query?: Record<string, PublishedField>;
  header?: Record<string, { required?: boolean }>;
  body?: string | object;
  responses: Record<string, string | null>;
  operationId: string;
}
interface PublishedDefinition {
  fields: Record<string, PublishedField>;
  required?: string[];
  allOf?: string[];
}
interface Published {
  routes: Record<string, PublishedRoute>;
  definitions: Record<string, PublishedDefinition>;
}
interface Swagger {
  paths: Record<string, Record<string, SwaggerOperation>>;
  definitions: Record<string, SwaggerDefinition>;
}
interface SwaggerOperation {
  operationId: string;
  parameters: {
    name: string;
    in: string;
    required: boolean;
    type?: string;
    default?: unknown;
    schema?: { $ref: string };
  }[];
  responses: Record<string, { schema?: { $ref?: string; items?: { $ref: string } } }>;
}
interface SwaggerDefinition {
  allOf?: [{ $ref: string }, SwaggerDefinition];
  properties?: Record<string, Record<string, unknown>>;
  required?: string[];
}

const published = readFirstJson('../reference/ai-horde-v2.json') as Published;
const swagger = swaggerDocument() as unknown as Swagger;
const nameOf = (schema?: { $ref?: string; items?: { $ref: string } }) =>
  schema?.items ? `[]${schema.items.$ref.split('/').at(-1)}` : schema?.$ref?.split('/').at(-1);

test('the copy of the published description is up to date', t => {
  const shared = readFirstJson('../../../../shared/contract/ai-horde-v2.json');
  if (!shared) return t.skip('the shared folder does not stand beside this checkout');
  assert.deepEqual(published, shared);
});

/** What the published description says wrongly: the list of users is a list, and a filter is one filter. */
const CORRECTIONS: Record<string, string> = {
  'GET /v2/users 200': '[]UserDetails',
  'GET /v2/filters/{filter_id} 200': 'FilterDetails',
};

/** What the published description names twice. */
const OPERATION_CORRECTIONS: Record<string, string> = {
  'GET /v2/styles/text_by_name/{style_name}': 'get_single_text_style_by_name',
};

const table: Route[] = Object.values(routes);
for (const route of table) {
  const name = `${route.method} ${route.path}`;
  const known = published.routes[name];
  if (!known) continue;

  test(`${name} takes and answers what is published`, () => {
    const ours = swagger.paths[route.path]![route.method.toLowerCase()]!;
    assert.equal(ours.operationId, OPERATION_CORRECTIONS[name] ?? known.operationId);
    const parameter = (place: string, key: string) =>
      ours.parameters.find(p => p.in === place && p.name === key);
    for (const key of Object.keys(known.path ?? {}))
      assert.ok(parameter('path', key)?.required, `path ${key}`);
    for (const [key, field] of Object.entries(known.query ?? {})) {
      const p = parameter('query', key);
      assert.equal(p?.type, field.type, `query ${key}`);
      assert.equal(p?.default, field.default, `query ${key}`);
    }
    for (const [key, { required = false }] of Object.entries(known.header ?? {})) {
      assert.equal(parameter('header', key)?.required, required, `header ${key}`);
    }
    if (typeof known.body === 'string')
      assert.equal(nameOf(parameter('body', 'payload')?.schema), known.body);
    for (const [status, answer] of Object.entries(known.responses)) {
      if (answer) {
        const expected = CORRECTIONS[`${name} ${status}`] ?? answer;
        assert.equal(nameOf(ours.responses[status]?.schema), expected, `answer ${status}`);
      } else assert.ok(ours.responses[status], `answer ${status}`);
    }
  });
}

test('only additions of ours are not published', () => {
  const ours = table.filter(route => !published.routes[`${route.method} ${route.path}`]);
  for (const route of ours) assert.ok(route.addition || route.access === 'loopback', route.operationId);
});

for (const [name, definition] of Object.entries(swagger.definitions)) {
  const known = published.definitions[name];
  if (!known) continue;

  test(`${name} has every published field, type, range and enum`, () => {
    const own = definition.allOf ? definition.allOf[1] : definition;
    assert.deepEqual(definition.allOf ? [nameOf(definition.allOf[0])] : undefined, known.allOf ?? undefined);
    assert.deepEqual([...(own.required ?? [])].sort(), [...(known.required ?? [])].sort());
    for (const [key, field] of Object.entries(known.fields)) {
      assert.ok(own.properties?.[key], `${key} is missing`);
      compareField(`${name}.${key}`, field, own.properties[key]);
    }
  });
}

function compareField(path: string, known: PublishedField, ours: Record<string, unknown>): void {
  for (const [keyword, value] of Object.entries(known)) {
    if (keyword === 'ref') assert.equal(nameOf(ours as { $ref: string }), value, path);
    else if (keyword === 'items')
      compareField(`${path}[]`, value as PublishedField, ours.items as Record<string, unknown>);
    else if (keyword === 'enum') {
      const list = new Set(ours.enum as string[]);
      assert.deepEqual(
        (value as string[]).filter(entry => !list.has(entry)),
        [],
        path,
      );
    } else if (keyword === 'default')
      assert.deepEqual(ours['x-original-default'] ?? ours.default, value, path);
    else assert.deepEqual(ours[keyword], value, `${path} ${keyword}`);
  }
}

test('names of routes, operations and definitions are used once', () => {
  const ids = table.map(route => route.operationId);
  assert.equal(new Set(ids).size, ids.length);
  const addresses = table.map(route => `${route.method} ${route.path}`);
  assert.equal(new Set(addresses).size, addresses.length);
});

test('every refusal a route may answer has its status declared', () => {
  for (const route of table) {
    for (const rc of refusalsOf(route)) {
      assert.ok(RETURN_CODES[rc].status in route.answers, `${route.operationId}: ${rc}`);
    }
  }
});

test('every reference of both documents leads somewhere', () => {
  for (const document of [swaggerDocument(), openapiDocument()] as Record<string, never>[]) {
    const references = [...JSON.stringify(document).matchAll(/"\$ref":"#\/([^"]+)"/g)].map(
      match => match[1]!,
    );
    assert.ok(references.length > 50);
    for (const reference of references) {
      assert.ok(
        reference.split('/').reduce<unknown>((at, key) => (at as Record<string, unknown>)?.[key], document),
        reference,
      );
    }
  }
});

test('lists of answers hold definitions', () => {
  for (const route of table) {
    for (const answer of Object.values(route.answers) as AnswerSchema[]) {
      assert.ok('definition' in (IsArray(answer) ? answer.items : answer), route.operationId);
    }
  }
});

test('no return code stands in two families, and each says what to do', () => {
  const names = Object.values(RETURN_CODE_FAMILIES).flatMap(family => Object.keys(family));
  assert.equal(new Set(names).size, names.length);
  for (const [rc, entry] of Object.entries<ReturnCodeEntry>(RETURN_CODES)) {
    const { status, message, retryAfterSeconds } = entry;
    assert.ok((status >= 400 && status < 500) || status === 503, rc);
    assert.equal(status === 503, retryAfterSeconds !== undefined, `${rc} says when to try again`);
    assert.ok(message.length > 15, rc);
  }
});

/** What is said of a source picture, a mask or an extra picture that cannot be used. */
const IMAGE_REFUSALS = [
  'ImageValidationFailed',
  'SourceImageResolutionExceeded',
  'SourceImageSizeExceeded',
  'SourceImageUrlInvalid',
  'SourceImageUnreadable',
  'InpaintingMissingMask',
  'SourceMaskUnnecessary',
] as const;

test('the texts that clients test are in the sentences', () => {
  assert.match(RETURN_CODES.InvalidJobID.message, /Processing Job with ID.*does not exist/);
  assert.match(RETURN_CODES.DuplicateGen.message, /already submitted/);
  assert.match(RETURN_CODES.AbortedGen.message, /Please check your worker speed/);
  assert.match(RETURN_CODES.WorkerMaintenance.message.toLowerCase(), /maintenance mode/);
  assert.match(RETURN_CODES.WrongCredentials.message.toLowerCase(), /wrong credentials/);
  assert.match(RETURN_CODES.CorruptPrompt.message, /unethical images/);
  for (const rc of IMAGE_REFUSALS) assert.match(RETURN_CODES[rc].message, /Image validation failed/, rc);
  assert.equal(
    RETURN_CODES.UntrustedUnsafeIP.message,
    'Only Trusted users are allowed to perform this operation',
  );
});

test('a HordeError has the status and the sentence of the table, unless the occasion asks for others', () => {
  const plain = new HordeError('WorkerNotFound');
  assert.equal(plain.status, 404);
  assert.equal(plain.message, RETURN_CODES.WorkerNotFound.message);
  const special = new HordeError('SharedKeyExpired', { status: 400, message: 'Gone.' });
  assert.deepEqual([special.rc, special.status, special.message], ['SharedKeyExpired', 400, 'Gone.']);
});
