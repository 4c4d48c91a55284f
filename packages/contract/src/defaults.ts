import type { TSchema } from 'typebox';
import type { AnyObject } from './define.ts';
import type { Filled } from './route.ts';

const compiled = new WeakMap<TSchema, [key: string, value: unknown][]>();

/**
 * Puts in the effective defaults of the keys that are absent, at this level only: nested objects and lists of objects are
 * filled by a call of their own, where the use case knows that they apply.
 * @returns a shallow copy; the value itself stays as it was sent
 */
export function withDefaults<Schema extends AnyObject>(schema: Schema, value: object): Filled<Schema> {
  let defaults = compiled.get(schema);
  if (!defaults) {
    defaults = Object.entries(schema.properties)
      .filter(([, field]) => 'default' in field)
      .map(([key, field]) => [key, (field as { default: unknown }).default]);
    compiled.set(schema, defaults);
  }
  const filled: Record<string, unknown> = { ...value };
  for (const [key, fallback] of defaults) {
    if (filled[key] === undefined) filled[key] = Array.isArray(fallback) ? [...fallback] : fallback;
  }
  return filled as Filled<Schema>;
}
