import { definitionOf } from '@openhorde/contract';

/** What a schema of the wire may say, as far as samples are made from it. */
export interface Schema {
  type?: string;
  properties?: Record<string, Schema>;
  required?: readonly string[];
  items?: Schema;
  uniqueItems?: boolean;
  enum?: readonly string[];
  minimum?: number;
  maximum?: number;
  multipleOf?: number;
  minLength?: number;
  maxLength?: number;
  nullable?: boolean;
  maxItems?: number;
  /** Not looked at before the key is. */
  parserStage?: boolean;
}

/** The fields that are checked; none for an object that lets any key pass. */
export function fieldsOf(schema: Schema): [name: string, schema: Schema][] {
  const open = definitionOf(schema as never)?.open ?? false;
  return open ? [] : Object.entries(schema.properties ?? {}).filter(([, field]) => !field.parserStage);
}

/** The smallest value that the schema lets pass. */
export function example(schema: Schema): unknown {
  if (schema.enum) return schema.enum[0];
  switch (schema.type) {
    case 'object': {
      const required = new Set(schema.required ?? []);
      const fields = fieldsOf(schema).filter(([name]) => required.has(name));
      return Object.fromEntries(fields.map(([name, field]) => [name, example(field)]));
    }
    case 'array':
      return [];
    case 'string':
      return 'x'.repeat(Math.max(1, schema.minLength ?? 0));
    case 'boolean':
      return false;
    default:
      return schema.minimum ?? Math.min(schema.multipleOf ?? 1, schema.maximum ?? Number.POSITIVE_INFINITY);
  }
}

/** A value that the schema refuses, and why. */
export interface BadValue {
  value: unknown;
  why: string;
}

/** Null, a value of another kind, and one beyond each limit. */
function badValues(schema: Schema): BadValue[] {
  const bad: BadValue[] = [{ value: schema.type === 'string' ? 7 : 'text', why: 'another type' }];
  if (!schema.nullable) bad.push({ value: null, why: 'null' });
  const { minimum, maximum, multipleOf, minLength, maxLength } = schema;
  if (schema.type === 'integer' || schema.type === 'number') {
    bad.push({ value: true, why: 'a switch' }, { value: '5', why: 'a number as text' });
    if (minimum !== undefined) bad.push({ value: minimum - (multipleOf ?? 1), why: 'below the minimum' });
    if (maximum !== undefined) bad.push({ value: maximum + (multipleOf ?? 1), why: 'above the maximum' });
    if (multipleOf !== undefined) bad.push({ value: (minimum ?? 0) + multipleOf / 2, why: 'no multiple' });
  }
  if (schema.type === 'integer')
    bad.push({ value: 1.5, why: 'a fraction' }, { value: 2 ** 60, why: 'too large' });
  if (schema.enum) bad.push({ value: 'none of them', why: 'not in the list' });
  if (minLength) bad.push({ value: 'x'.repeat(minLength - 1), why: 'too short' });
  if (maxLength !== undefined) bad.push({ value: 'x'.repeat(maxLength + 1), why: 'too long' });
  if (schema.maxItems !== undefined && schema.items) {
    bad.push({ value: Array(schema.maxItems + 1).fill(example(schema.items)), why: 'too many' });
  }
  if (schema.uniqueItems && schema.items) {
    bad.push({ value: [example(schema.items), example(schema.items)], why: 'twice the same' });
  }
  return bad;
}

export interface BadBody extends BadValue {
  /** Dotted path of the field that is wrong. */
  path: string;
}

/** Bodies that are right but for one field each, for every field at every depth; and without each required one. */
export function badBodies(schema: Schema, right: unknown = example(schema)): BadBody[] {
  if (schema.type === 'array') {
    const inner = badBodies(schema.items!);
    return [
      ...inner.map(bad => ({ ...bad, path: join('0', bad.path), value: [bad.value] })),
      ...ownFaults(schema),
    ];
  }
  if (schema.type !== 'object') return ownFaults(schema);
  const body = right as Record<string, unknown>;
  const inFields = fieldsOf(schema).flatMap(([name, field]) =>
    badBodies(field).map(bad => ({
      ...bad,
      path: join(name, bad.path),
      value: { ...body, [name]: bad.value },
    })),
  );
  const missing = (schema.required ?? []).map(name => {
    const { [name]: _, ...rest } = body;
    return { path: name, value: rest, why: 'missing' };
  });
  return [...inFields, ...missing, ...ownFaults(schema)];
}

const ownFaults = (schema: Schema): BadBody[] => badValues(schema).map(bad => ({ path: '', ...bad }));
const join = (name: string, path: string) => (path === '' ? name : `${name}.${path}`);
