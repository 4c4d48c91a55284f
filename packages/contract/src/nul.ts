import { IsArray, type TSchema } from 'typebox';
import { HordeError } from './returnCodes.ts';

// No column of a database holds NUL characters. They end here, in every body, before anything is done with it.

/**
 * A body whose NUL characters are replaced where its schema says so (`nulAs`).
 * @throws HordeError NulByteInPayload for one anywhere else, in keys that no schema knows too
 */
export function settleNul(schema: TSchema, body: unknown): unknown {
  const settled = replaceNul(schema, body);
  if (holdsNul(settled)) throw new HordeError('NulByteInPayload');
  return settled;
}

/** Goes as deep as the schema does. */
function replaceNul(schema: TSchema, value: unknown): unknown {
  const { nulAs, properties = {} } = schema as { nulAs?: string; properties?: Record<string, TSchema> };
  if (typeof value === 'string') return nulAs === undefined ? value : value.replaceAll('\0', nulAs);
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) {
    return IsArray(schema) ? value.map(item => replaceNul(schema.items as TSchema, item)) : value;
  }
  const fields = Object.entries(properties)
    .filter(([name]) => Object.hasOwn(value, name))
    .map(([name, field]) => [name, replaceNul(field, (value as Record<string, unknown>)[name])]);
  return { ...value, ...Object.fromEntries(fields) };
}

/** Not by recursion: nothing that is sent may run it out of stack. */
function holdsNul(body: unknown): boolean {
  const left: unknown[] = [body];
  while (left.length > 0) {
    const value = left.pop();
    if (typeof value === 'string' && value.includes('\0')) return true;
    if (typeof value !== 'object' || value === null) continue;
    for (const [key, inner] of Object.entries(value)) {
      if (key.includes('\0')) return true;
      left.push(inner);
    }
  }
  return false;
}
