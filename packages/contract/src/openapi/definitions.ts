import { IsArray, type TSchema } from 'typebox';
import { type AnyDefinition, type DefinitionInfo, definitionOf } from '../define.ts';
import { isAddition } from '../fields.ts';
import type { Route } from '../route.ts';

export type Json = { [key: string]: unknown };

/** The two dialects: the Swagger 2 that generators read, and OpenAPI 3.1. */
export interface Dialect {
  /** Where definitions stand in the document. */
  readonly root: string;
  /** How a field that may be null is written. */
  nullable(schema: Json): Json;
  /** The key is one header among others, and no security scheme. */
  readonly keyIsParameter: boolean;
}

export const SWAGGER: Dialect = {
  root: '#/definitions/',
  nullable: schema => ({ ...schema, 'x-nullable': true }),
  keyIsParameter: true,
};
export const OPENAPI: Dialect = {
  root: '#/components/schemas/',
  nullable: schema =>
    typeof schema.type === 'string'
      ? { ...schema, type: [schema.type, 'null'] }
      : { anyOf: [schema, { type: 'null' }] },
  keyIsParameter: false,
};

const PLAIN_KEYWORDS = [
  'type',
  'format',
  'enum',
  'default',
  'description',
  'minimum',
  'maximum',
  'multipleOf',
  'minLength',
  'maxLength',
  'uniqueItems',
  'maxItems',
];

/** A field as JSON schema; a definition is referred to by its name. */
export function fieldSchema(schema: TSchema, dialect: Dialect): Json {
  const from = schema as Json;
  const definition = definitionOf(schema);
  let to: Json;
  if (definition) to = { $ref: dialect.root + definition.name };
  else {
    to = Object.fromEntries(PLAIN_KEYWORDS.filter(key => key in from).map(key => [key, from[key]]));
    if ('documentedDefault' in from) to['x-original-default'] = from.documentedDefault;
    if (IsArray(schema)) to.items = fieldSchema(schema.items as TSchema, dialect);
    if ('patternProperties' in from) {
      to.additionalProperties = fieldSchema(
        Object.values(from.patternProperties as Record<string, TSchema>)[0]!,
        dialect,
      );
    }
  }
  if (isAddition(schema)) to['x-addition'] = true;
  return from.nullable ? dialect.nullable(to) : to;
}

/** A definition as JSON schema; one that extends another is its parent and its own fields. */
export function definitionSchema(definition: DefinitionInfo, dialect: Dialect): Json {
  const own: Json = {
    type: 'object',
    ...(definition.required.length > 0 && { required: [...definition.required] }),
    properties: Object.fromEntries(
      Object.entries(definition.fields).map(([key, field]) => [key, fieldSchema(field, dialect)]),
    ),
    ...(definition.open && { additionalProperties: true }),
  };
  if (!definition.parent) return { description: definition.description, ...own };
  return {
    description: definition.description,
    allOf: [{ $ref: dialect.root + definition.parent.definition.name }, own],
  };
}

/** Every definition that the routes reach, by name, in alphabetical order. */
export function reachable(routes: Iterable<Route>): Map<string, DefinitionInfo> {
  const found = new Map<string, DefinitionInfo>();
  const visit = (schema: TSchema): void => {
    if (IsArray(schema)) {
      visit(schema.items as TSchema);
      return;
    }
    const definition = definitionOf(schema);
    if (!definition || found.has(definition.name)) return;
    found.set(definition.name, definition);
    if (definition.parent) visit(definition.parent);
    for (const field of Object.values(definition.fields)) visit(field);
  };
  for (const route of routes) {
    const schemas = [route.body, ...Object.values(route.answers), ...Object.values(route.events ?? {})];
    for (const schema of schemas) if (schema) visit(schema as AnyDefinition);
  }
  return new Map([...found].sort(([a], [b]) => (a < b ? -1 : 1)));
}
