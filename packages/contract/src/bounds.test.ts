import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { TSchema } from 'typebox';
import { definitionOf } from './define.ts';
import { PICTURE } from './fields.ts';
import { MASK_LENGTH_MAX, MaskError, parseMask } from './mask.ts';
import { ParseFault, parseBody, parseQuery } from './parse.ts';
import type { Route } from './route.ts';
import { routes } from './routes/index.ts';
import { InterrogationSubmitInput, SharedKeyInput } from './schemas/index.ts';
import { validate } from './validate.ts';

// Everything that is sent has an end: texts, lists, maps, and the numbers of a query.

interface Keywords {
  type?: string;
  enum?: unknown;
  maxLength?: number;
  maxItems?: number;
  minimum?: number;
  maximum?: number;
  items?: TSchema;
  properties?: Record<string, TSchema>;
  patternProperties?: unknown;
}

/** Names of the fields in a schema that could be of any size. Free content has bounds of its own, tested below. */
function unbounded(schema: TSchema, path: string, place: keyof Route): string[] {
  const { type, enum: values, maxLength, maxItems, minimum, maximum, ...rest } = schema as Keywords;
  if (values) return [];
  switch (type) {
    case 'string':
      return maxLength === undefined ? [path] : [];
    case 'integer':
    case 'number':
      return place === 'query' && (minimum === undefined || maximum === undefined) ? [path] : [];
    case 'array':
      return [...(maxItems === undefined ? [path] : []), ...unbounded(rest.items!, `${path}[]`, place)];
    case 'object':
      if (definitionOf(schema)?.open) return [];
      if (rest.patternProperties) return [path];
      return Object.entries(rest.properties ?? {}).flatMap(([name, field]) =>
        unbounded(field, `${path}.${name}`, place),
      );
    default:
      return type === 'boolean' ? [] : [path];
  }
}

for (const route of Object.values<Route>(routes)) {
  test(`${route.method} ${route.path}: every text, list and map that is sent has a bound`, () => {
    for (const place of ['params', 'query', 'headers', 'body'] as const) {
      const schema = route[place];
      if (schema) assert.deepEqual(unbounded(schema, place, place), []);
    }
  });
}

test('free content has an end in depth, in number and in length', () => {
  const faultsOf = (result: unknown) =>
    Object.keys(validate(InterrogationSubmitInput, { id: 'x', result }) ?? {});
  let deep: unknown = 'x';
  for (let i = 0; i < 100_000; i++) deep = { deep };
  const many = Object.fromEntries(Array.from({ length: 10_001 }, (_, i) => [`k${i}`, 1]));
  const refused = [
    deep,
    many,
    { a: Array(10_001).fill(0) },
    { a: 'x'.repeat(1_000_001) },
    { ['x'.repeat(1_000_001)]: 1 },
  ];
  for (const result of refused) {
    assert.deepEqual(faultsOf(typeof result === 'object' ? result : { result }), ['result']);
  }
  assert.deepEqual(faultsOf({ vectorize: Array(768).fill(0.5), caption: 'x'.repeat(10_000) }), []);
});

test('the parser stage keeps to bounds as the schema stage does', () => {
  const { query } = routes.auditLog;
  for (const sent of [{ actor: 'x'.repeat(256) }, { action: 'a\0' }, { before: '999999999999999999' }])
    assert.throws(() => parseQuery(query, sent), ParseFault);
  assert.throws(() => parseQuery(routes.filters.query, { filter_type: '2147483648' }), ParseFault);
  assert.throws(() => parseBody(SharedKeyInput, { name: 'x'.repeat(256) }), ParseFault);
  let deep: unknown = 'x';
  for (let i = 0; i < 100_000; i++) deep = [deep];
  assert.throws(() => parseBody(SharedKeyInput, { name: deep }), ParseFault);
  assert.equal(parseBody(SharedKeyInput, { name: ['a'] }).name, '["a"]');
});

test('a field mask has an end', () => {
  assert.throws(() => parseMask('a,'.repeat(MASK_LENGTH_MAX / 2 + 1)), MaskError);
});

test('a picture of 20 MiB has room, also in the lines of a mail', () => {
  const letters = Math.ceil((20 * 1024 * 1024) / 3) * 4;
  const breaks = Math.ceil(letters / 76) * 2;
  assert.ok('data:image/png;base64,'.length + letters + breaks <= PICTURE.maxLength);
});
