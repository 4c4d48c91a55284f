import { IsArray, type TSchema } from 'typebox';
import { definitionOf } from './define.ts';
import { isId } from './fields.ts';
import { parseUuid } from './uuid.ts';

interface Keywords {
  type?: string;
  properties?: Record<string, TSchema>;
  required?: readonly string[];
  minLength?: number;
}

export interface Tidying {
  /**
   * An empty text or object in an optional field counts as absent, and an empty text in a list of texts as not there, since
   * serialisers send fields that nobody has filled. What its schema wants to have a length stays a fault, as it is in the
   * original; an empty list stays a list.
   */
  readonly emptyIsAbsent: boolean;
  /** Fields of the body itself that may be empty although its schema does not require them. */
  readonly kept?: readonly string[];
}

/**
 * A body in the one form that everything behind the door knows, before its schema is looked at: ids in their one spelling,
 * and nothing where a field is empty. Goes as deep as the schema does. The value itself is changed.
 */
export function tidy(schema: TSchema, value: unknown, { emptyIsAbsent, kept = [] }: Tidying): unknown {
  if (typeof value === 'string') return isId(schema) ? (parseUuid(value) ?? value) : value;
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return tidyList(schema, value, emptyIsAbsent);
  if (definitionOf(schema)?.open) return value;
  const { properties = {}, required = [] } = schema as Keywords;
  const fields = value as Record<string, unknown>;
  for (const key of Object.keys(fields)) {
    if (!Object.hasOwn(properties, key)) continue;
    const field = properties[key]!;
    const inner = tidy(field, fields[key], { emptyIsAbsent });
    const stays = !emptyIsAbsent || required.includes(key) || kept.includes(key);
    if (!stays && isUnfilled(field, inner)) delete fields[key];
    else fields[key] = inner;
  }
  return value;
}

function tidyList(schema: TSchema, list: unknown[], emptyIsAbsent: boolean): unknown[] {
  if (!IsArray(schema)) return list;
  const items = schema.items as TSchema;
  const there = emptyIsAbsent ? list.filter(item => item !== '' || !isUnfilled(items, item)) : list;
  return there.map(item => tidy(items, item, { emptyIsAbsent }));
}

/** Whether a value is empty of the kind that the field has; what is of another kind is a fault, and stays one. */
function isUnfilled(field: TSchema, value: unknown): boolean {
  const { type, minLength = 0 } = field as Keywords;
  if (type === 'string') return value === '' && minLength === 0;
  if (type !== 'object' || typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  return Object.keys(value).length === 0;
}
