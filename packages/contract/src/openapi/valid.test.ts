import assert from 'node:assert/strict';
import { test } from 'node:test';
import SwaggerParser from '@apidevtools/swagger-parser';
import { validate as scalarValidate } from '@scalar/openapi-parser';
import { Validator } from '@seriousme/openapi-schema-validator';
import { type Route, routes, validate } from '../index.ts';
import { openapiDocument, swaggerDocument } from './documents.ts';
import { EXAMPLES } from './examples.ts';

/** Copies, since some validators resolve references in place. */
const documents = {
  'OpenAPI 3.1': () => structuredClone(openapiDocument()),
  'Swagger 2': () => structuredClone(swaggerDocument()),
};

for (const [name, document] of Object.entries(documents)) {
  test(`three validators take the ${name} document`, async () => {
    const first = await new Validator().validate(document());
    assert.ok(first.valid, JSON.stringify(first.errors));
    const second = await scalarValidate(document());
    assert.ok(second.valid, JSON.stringify(second.errors));
    await SwaggerParser.validate(document() as unknown as Parameters<typeof SwaggerParser.validate>[0]);
  });
}

test('each route with a body has an example, which its schema takes', () => {
  const withBody = Object.values<Route>(routes).filter(route => route.body);
  assert.deepEqual(Object.keys(EXAMPLES).sort(), withBody.map(route => route.operationId).sort());
  for (const { operationId, body } of withBody) {
    const example = EXAMPLES[operationId]!;
    assert.equal(validate(body!, example), undefined, operationId);
    const fields = Object.keys((body as { properties: object }).properties);
    assert.deepEqual(
      Object.keys(example).filter(key => !fields.includes(key)),
      [],
      operationId,
    );
  }
});

test('each operation names its key as a security requirement, and none as a parameter', () => {
  const { paths } = openapiDocument() as { paths: Record<string, Record<string, Operation>> };
  for (const [path, operations] of Object.entries(paths)) {
    for (const [method, { parameters, security }] of Object.entries(operations)) {
      assert.ok(!parameters.some(({ name }) => name === 'apikey'), `${method} ${path}`);
      assert.ok(Array.isArray(security), `${method} ${path}`);
    }
  }
  assert.deepEqual(paths['/v2/generate/async']!.post!.security, [{ apikey: [] }]);
  assert.deepEqual(paths['/v2/workers']!.get!.security, [{}, { apikey: [] }]);
  assert.deepEqual(paths['/v2/status/heartbeat']!.get!.security, []);
});

interface Operation {
  parameters: { name: string }[];
  security: object[];
}
