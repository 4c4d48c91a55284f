import { IsArray, type TSchema } from 'typebox';
import {
  type AnyDefinition,
  allFields,
  type DefinitionInfo,
  definitionOf,
  type OutputMode,
} from './define.ts';
import { isAddition } from './fields.ts';
import type { AnswerSchema } from './route.ts';

/** Turns what a use case answers into what leaves the server: declared keys only, in the output mode of the route. */
export type Marshal = (value: unknown) => unknown;

/** One compiled field; undefined leaves the key out. */
type Print = (value: unknown) => unknown;

const compiled = new WeakMap<TSchema, Partial<Record<OutputMode, Marshal>>>();

/**
 * The marshaller of an answer, compiled once for each definition and mode.
 *
 * `full` prints every declared key, with its documented default or null where there is no value. `skip-none` leaves out keys
 * that are null or {}; empty lists, 0, false and "" stay. Additions of ours are left out where there is no value, in both. The mode holds for the outermost object alone: an object inside
 * follows the mode of its own definition, and an absent one is printed as if it were empty.
 */
export function marshaller(schema: AnswerSchema, mode: OutputMode): Marshal {
  const modes = compiled.get(schema) ?? {};
  compiled.set(schema, modes);
  let marshal = modes[mode];
  if (!marshal) {
    if (IsArray(schema)) {
      const item = marshaller(schema.items as AnyDefinition, mode);
      marshal = value => (value as unknown[]).map(item);
    } else {
      marshal = objectPrinter((schema as AnyDefinition).definition, mode);
    }
    modes[mode] = marshal;
  }
  return marshal;
}

function objectPrinter(definition: DefinitionInfo, mode: OutputMode): Print {
  if (definition.open) return value => value ?? {};
  const fields = Object.entries(allFields(definition)).map(([key, schema]) => ({
    key,
    print: printerOf(schema),
    ours: isAddition(schema),
  }));
  const skip = mode === 'skip-none';
  return value => {
    const from = (value ?? {}) as Record<string, unknown>;
    const printed: Record<string, unknown> = {};
    for (const { key, print, ours } of fields) {
      if (ours && (from[key] === undefined || from[key] === null)) continue;
      const inner = print(from[key]);
      if (!skip || !isNothing(inner)) printed[key] = inner;
    }
    return printed;
  };
}

function isNothing(value: unknown): boolean {
  if (value === null) return true;
  if (typeof value !== 'object' || Array.isArray(value)) return false;
  for (const _ in value) return false;
  return true;
}

function printerOf(schema: TSchema): Print {
  const {
    default: effective,
    documentedDefault,
    nullable,
  } = schema as {
    default?: unknown;
    documentedDefault?: unknown;
    nullable?: boolean;
  };
  const fallback = documentedDefault ?? effective ?? null;
  const print = valuePrinter(schema);
  const definition = definitionOf(schema);
  if (definition && !nullable) return print;
  return value => (value === undefined || value === null ? fallback : print(value));
}

function valuePrinter(schema: TSchema): Print {
  const definition = definitionOf(schema);
  if (definition) return objectPrinter(definition, definition.output);
  if (IsArray(schema)) {
    const inner = definitionOf(schema.items as TSchema);
    if (!inner) return value => value;
    const item = objectPrinter(inner, inner.output);
    return value => (value as unknown[]).map(item);
  }
  const { type } = schema as { type?: string };
  // A use case that divides must not let a fraction, NaN or Infinity reach clients that parse strictly.
  if (type === 'integer') return value => (typeof value === 'number' ? whole(value) : value);
  if (type === 'number') return value => (Number.isFinite(value) ? value : null);
  return value => value;
}

const whole = (value: number) => (Number.isFinite(value) ? Math.trunc(value) : null);

/** A date as the wire prints it: RFC 822, with the `-0000` that the original writes for UTC. */
export function rfc822(timeMs: number): string {
  return new Date(timeMs).toUTCString().replace('GMT', '-0000');
}
