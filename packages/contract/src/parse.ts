import type { TSchema } from 'typebox';
import type { AnyObject } from './define.ts';
import { isId, isParserStage } from './fields.ts';
import { parseUuid } from './uuid.ts';
import { type Faults, freeFault, isLonger, tooLong } from './validate.ts';

/** The first parameter that is missing or of the wrong kind, as an `errors` object; of a body all that are missing. */
export class ParseFault extends Error {
  override readonly name = 'ParseFault';
  readonly faults: Faults;

  constructor(faults: Faults) {
    super(
      Object.entries(faults)
        .map(([parameter, sentence]) => `${parameter}: ${sentence}`)
        .join(' '),
    );
    this.faults = faults;
  }
}

const PLACES = { header: 'HTTP headers', body: 'JSON body', query: 'query string' } as const;
export type Place = keyof typeof PLACES;

/** The message for a missing parameter; clients know the second half of the sentence. */
export function missing(parameter: string, place: Place, help = ''): ParseFault {
  return new ParseFault({ [parameter]: missingWords(place, help) });
}

/** As `missing`, for several fields of one body. */
export function allMissing(fields: readonly string[]): ParseFault {
  return new ParseFault(Object.fromEntries(fields.map(field => [field, missingWords('body')])));
}

const missingWords = (place: Place, help = '') =>
  `${help} Missing required parameter in the ${PLACES[place]}`.trim();

interface Parameter {
  name: string;
  kind: string;
  help: string;
  required: boolean;
  fallback: unknown;
  late: boolean;
  isId: boolean;
  /** Null is a value of the wrong kind, not an absent one. */
  refusesNull: boolean;
  /** Characters of a text. */
  maxLength: number;
  /** Entries of a list. */
  maxItems: number;
  /** Of a number; kept to in the query alone, in bodies they are told and not enforced, as in the original. */
  minimum: number;
  maximum: number;
}
const parameters = new WeakMap<TSchema, Parameter[]>();

function parametersOf(schema: AnyObject): Parameter[] {
  let list = parameters.get(schema);
  if (!list) {
    const required = new Set<string>(schema.required as string[] | undefined);
    list = Object.entries(schema.properties).map(([name, field]) => {
      const {
        type,
        description = '',
        default: fallback,
        ...limits
      } = field as { type: string; description?: string; default?: unknown } & Partial<Parameter>;
      return {
        name,
        kind: type,
        help: description,
        required: required.has(name),
        fallback,
        late: isParserStage(field as TSchema),
        isId: isId(field as TSchema),
        refusesNull: limits.refusesNull ?? false,
        maxLength: limits.maxLength ?? Number.POSITIVE_INFINITY,
        maxItems: limits.maxItems ?? Number.POSITIVE_INFINITY,
        minimum: limits.minimum ?? Number.NEGATIVE_INFINITY,
        maximum: limits.maximum ?? Number.POSITIVE_INFINITY,
      };
    });
    parameters.set(schema, list);
  }
  return list;
}

/**
 * The parser stage of the query string: known parameters are coerced, absent ones get their default, unknown ones are
 * dropped. An empty one is an absent one, but for one of a few words. Of one that is given more than once the first counts.
 */
export function parseQuery(schema: AnyObject, sent: Record<string, unknown>): Record<string, unknown> {
  return parseAll(schema, sent, 'query');
}

/**
 * The parser stage of a body that no schema checks: as `parseQuery`; null counts as absent, a body that is no object as `{}`.
 * @param options `defaults` false: fields that are absent stay so
 */
export function parseBody(
  schema: AnyObject,
  sent: unknown,
  { defaults = true }: { defaults?: boolean } = {},
): Record<string, unknown> {
  const fields = typeof sent === 'object' && sent !== null && !Array.isArray(sent) ? sent : {};
  return parseAll(schema, fields as Record<string, unknown>, 'body', defaults);
}

/**
 * The parser stage of a body that its schema has passed: the fields that the schema does not look at are coerced, null counts
 * as absent. Defaults are not put in (see `withDefaults`).
 */
export function parseParserStage(schema: AnyObject, body: object): object {
  const late = parametersOf(schema).filter(parameter => parameter.late);
  if (late.length === 0) return body;
  const parsed: Record<string, unknown> = { ...body };
  for (const parameter of late) {
    const value = parsed[parameter.name];
    if (value === undefined || value === null) delete parsed[parameter.name];
    else parsed[parameter.name] = coerced(parameter, value, 'body');
  }
  return parsed;
}

function coerced(parameter: Parameter, given: unknown, place: Place): unknown {
  const { name, kind, help, maxLength, maxItems, minimum, maximum } = parameter;
  const fault = (sentence: string) => new ParseFault({ [name]: `${help} ${sentence}`.trim() });
  const value = coerce(kind, given);
  if (parameter.isId && typeof value === 'string') return parseUuid(value) ?? value;
  if (value === undefined) throw fault(`This must be ${KIND_WORDS[kind] ?? kind}.`);
  if (typeof value === 'string' && isLonger(value, maxLength)) throw fault(tooLong(maxLength));
  if (place === 'query' && typeof value === 'string' && value.includes('\0'))
    throw fault('This must not hold a NUL character.');
  if (Array.isArray(value) && value.length > maxItems)
    throw fault(`This must have ${maxItems} entries at most.`);
  if (place === 'query' && typeof value === 'number' && !(value >= minimum && value <= maximum))
    throw fault(`This must be from ${minimum} to ${maximum}.`);
  return value;
}

function parseAll(
  schema: AnyObject,
  sent: Record<string, unknown>,
  place: Place,
  defaults = true,
): Record<string, unknown> {
  const parsed: Record<string, unknown> = {};
  for (const parameter of parametersOf(schema)) {
    const { name, help, required, fallback, refusesNull } = parameter;
    const value = place === 'query' ? given(parameter, sent[name]) : sent[name];
    if (value !== undefined && (value !== null || refusesNull)) {
      parsed[name] = coerced(parameter, value, place);
    } else if (required) throw missing(name, place, help);
    else if (defaults && fallback !== undefined) parsed[name] = fallback;
  }
  return parsed;
}

/** Of a parameter of the query. An empty text is a wrong one where one of a few words is asked for, as in the original. */
function given({ kind, fallback }: Parameter, sent: unknown): unknown {
  const isWord = kind === 'string' && fallback !== undefined;
  return [sent].flat().find(value => value !== '' || isWord);
}

const KIND_WORDS: Record<string, string> = {
  integer: 'a whole number',
  number: 'a number',
  object: 'an object of reasonable size and depth',
  array: 'a list',
  string: 'a text',
};

/** @returns the value as the kind asks for it, or undefined when it cannot be had */
function coerce(kind: string, value: unknown): unknown {
  switch (kind) {
    case 'integer': {
      if (typeof value === 'string') return /^\s*[+-]?\d{1,15}\s*$/.test(value) ? Number(value) : undefined;
      const whole =
        typeof value === 'number' || typeof value === 'boolean' ? Math.trunc(Number(value)) : Number.NaN;
      return Number.isSafeInteger(whole) ? whole : undefined;
    }
    case 'number': {
      if (typeof value === 'string' && value.trim() === '') return undefined;
      const number = ['number', 'string', 'boolean'].includes(typeof value) ? Number(value) : Number.NaN;
      return Number.isFinite(number) ? number : undefined;
    }
    case 'boolean':
      return isTruthy(value);
    case 'string':
      if (typeof value === 'string') return value;
      if (typeof value !== 'object') return String(value);
      return freeFault(value) ? undefined : JSON.stringify(value);
    case 'array':
      return Array.isArray(value) ? value : undefined;
    default:
      return typeof value === 'object' && !Array.isArray(value) && !freeFault(value) ? value : undefined;
  }
}

/** Any JSON value counts for its truth, in the manner of the original: `"off"` is true; 0, "", [] and {} are false. */
function isTruthy(value: unknown): boolean {
  if (typeof value === 'object' && value !== null) return Object.keys(value).length > 0;
  return Boolean(value);
}
