import { openapiDocument, RETURN_CODES, type Route, routes } from '@openhorde/contract';

// The package has no dependencies: its part of the contract is written out, and compared by a test.

interface Schema {
  readonly $ref?: string;
  readonly type?: string | readonly string[];
  readonly enum?: readonly unknown[];
  readonly description?: string;
  readonly items?: Schema;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly additionalProperties?: Schema | boolean;
  readonly required?: readonly string[];
  readonly allOf?: readonly Schema[];
  readonly anyOf?: readonly Schema[];
}

const HEADER = '// Made from the contract by generate.ts. Change the contract, not this file.\n';

/** What is made from the contract and committed: path from this folder -> content. */
export const generatedFiles = (): Record<string, string> => ({
  'wire.ts': wire(),
  'routes.ts': routeTable(),
});

/** Each definition of the OpenAPI document as an interface, and the return codes. */
function wire(): string {
  const { schemas } = openapiDocument().components as { schemas: Record<string, Schema> };
  const codes = Object.keys(RETURN_CODES).map(code => `  | '${code}'`);
  return [
    HEADER,
    ...Object.entries(schemas).map(([name, schema]) => definition(name, schema)),
    `/** Why a call is refused. */\nexport type ReturnCode =\n${codes.join('\n')};\n`,
  ].join('\n');
}

function definition(name: string, schema: Schema): string {
  const [parent, own] = schema.allOf ?? [];
  const { properties = {}, required = [], additionalProperties } = own ?? schema;
  const fields = Object.entries(properties).map(
    ([key, field]) =>
      `${comment(field.description, '  ')}  ${quoted(key)}${required.includes(key) ? '' : '?'}: ${typeOf(field)};\n`,
  );
  if (additionalProperties === true) fields.push('  [key: string]: unknown;\n');
  const base = parent?.$ref === undefined ? '' : ` extends ${nameOf(parent.$ref)}`;
  const start = comment(schema.description, '');
  if (fields.length === 0 && base !== '') return `${start}export type ${name} = ${base.slice(9)};\n`;
  return `${start}export interface ${name}${base} {\n${fields.join('')}}\n`;
}

function typeOf(schema: Schema): string {
  if (schema.$ref !== undefined) return nameOf(schema.$ref);
  if (schema.anyOf) return schema.anyOf.map(typeOf).join(' | ');
  if (schema.enum) return schema.enum.map(value => JSON.stringify(value).replaceAll('"', "'")).join(' | ');
  return [schema.type ?? 'unknown']
    .flat()
    .map(type => plainType(type, schema))
    .join(' | ');
}

function plainType(type: string, { items, additionalProperties }: Schema): string {
  if (type === 'array') return listOf(items ? typeOf(items) : 'unknown');
  if (type === 'object') {
    return `Record<string, ${typeof additionalProperties === 'object' ? typeOf(additionalProperties) : 'unknown'}>`;
  }
  return type === 'integer' ? 'number' : type;
}

const listOf = (type: string) => (type.includes(' ') ? `(${type})[]` : `${type}[]`);
const nameOf = (reference: string) => reference.slice(reference.lastIndexOf('/') + 1);
const quoted = (key: string) => (/^[a-z_$][\w$]*$/i.test(key) ? key : `'${key}'`);
const comment = (text: string | undefined, indent: string) =>
  text === undefined ? '' : `${indent}/** ${text.replaceAll('*/', '* /')} */\n`;

/** Each endpoint by the contract's name, with what a call needs. */
function routeTable(): string {
  const lines = Object.entries(routes as Record<string, Route>).map(
    ([name, { method, path, access }]) =>
      `export const ${name} = { method: '${method}', path: '/api${path}', takesKey: ${access !== 'public' && access !== 'loopback'} } as const;`,
  );
  return `${HEADER}\n${lines.join('\n')}\n`;
}
