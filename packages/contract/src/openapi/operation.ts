import type { TObject, TSchema } from 'typebox';
import { RETURN_CODES, type ReturnCode } from '../returnCodes.ts';
import { DEFAULT_LIMIT, type Route, refusalsOf } from '../route.ts';
import { type Dialect, fieldSchema, type Json } from './definitions.ts';

/** A parameter outside the body, whatever the dialect. */
export interface ParameterInfo {
  name: string;
  in: 'path' | 'query' | 'header';
  required: boolean;
  description: string;
  schema: Json;
}

const KEY_REQUIRED = new Set<Route['access']>(['key', 'key-or-shared-key', 'moderator', 'admin']);

const takesKey = ({ access }: Route) => access !== 'public' && access !== 'loopback';
const needsKey = ({ access, documentedKey }: Route) =>
  KEY_REQUIRED.has(access) || documentedKey === 'required';

/** The key in OpenAPI's words. An empty alternative: the route works without one as well. */
export function securityOf(route: Route): Json[] {
  if (!takesKey(route)) return [];
  return [...(needsKey(route) ? [] : [{}]), { apikey: [] }];
}

/** Everything that a call takes beside its body; the key where the dialect has no better words for it. */
export function parametersOf(route: Route, dialect: Dialect): ParameterInfo[] {
  const list = [...fieldsOf(route.params, 'path', dialect), ...fieldsOf(route.query, 'query', dialect)];
  if (takesKey(route) && dialect.keyIsParameter) {
    list.push(header('apikey', needsKey(route), 'The key of the user; 0000000000: the anonymous one.'));
  }
  if (route.limits !== 'exempt') {
    list.push(
      header('Client-Agent', false, 'The calling program as name:version:contact.', 'unknown:0:unknown'),
    );
  }
  if (route.mask !== false)
    list.push(header('X-Fields', false, 'Which fields to answer, such as id,generations{img}.'));
  return [...list, ...fieldsOf(route.headers, 'header', dialect)];
}

function header(name: string, required: boolean, description: string, fallback?: string): ParameterInfo {
  const schema = { type: 'string', ...(fallback && { default: fallback }) };
  return { name, in: 'header', required, description, schema };
}

function fieldsOf(
  schema: TObject | undefined,
  place: ParameterInfo['in'],
  dialect: Dialect,
): ParameterInfo[] {
  if (!schema) return [];
  const required = new Set<string>(schema.required as string[] | undefined);
  return Object.entries(schema.properties).map(([name, field]) => {
    const { description = '', ...rest } = fieldSchema(field as TSchema, dialect) as { description?: string };
    return { name, in: place, required: required.has(name), description, schema: rest };
  });
}

/** What is said about an answer of this status: for refusals, their return codes. */
export function answerWords(route: Route, status: number): string {
  if (status < 300) return ANSWER_WORDS[status] ?? 'Done.';
  const codes = refusalsOf(route).filter(rc => RETURN_CODES[rc as ReturnCode].status === status);
  const words = ANSWER_WORDS[status] ?? 'Refused.';
  return codes.length > 0 ? `${words} Return codes: ${codes.join(', ')}.` : words;
}

const ANSWER_WORDS: Record<number, string> = {
  200: 'Done.',
  201: 'Made.',
  202: 'Accepted.',
  400: 'The call is wrong.',
  401: 'The key is missing or unknown.',
  403: 'Not allowed.',
  404: 'Not found.',
  423: 'In use.',
  428: 'Something has to be done first.',
  429: 'Too much at a time.',
  503: 'Not at the moment.',
};

/** The description of a route with its limits and origin. */
export function operationWords(route: Route): string {
  const limits = route.limits ?? [DEFAULT_LIMIT];
  return [
    route.description,
    route.scope && `A key of scope ${scopeWords(route)} will do.`,
    limits === 'exempt' ? 'Not rate limited.' : `At most ${limits.map(limitWords).join(', and ')}.`,
    route.addition && 'An addition of OpenHorde to the AI Horde API.',
  ]
    .filter(Boolean)
    .join('\n\n');
}

/** The narrowest keys that open a route. */
function scopeWords(route: Route): string {
  const { scope } = route;
  return scope === 'read' ? 'read, or any other,' : scope === 'all' ? 'all' : `${scope} or all`;
}

const UNITS: Record<number, string> = { 1: 'second', 60: 'minute', 3600: 'hour' };
const PER_WORDS = { ip: 'from one address', path: 'for one address and path', key: 'for one key' };

function limitWords(limit: { count: number; seconds: number; per: keyof typeof PER_WORDS }): string {
  return `${limit.count} calls each ${UNITS[limit.seconds] ?? `${limit.seconds} seconds`} ${PER_WORDS[limit.per]}`;
}
