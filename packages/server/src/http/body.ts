import { parseBody, type Route, settleNul, tidy, validate } from '@openhorde/contract';
import type { FastifyRequest } from 'fastify';
import { BodyFault, DoorError } from './errors.ts';
import { shapeFault } from './jsonShape.ts';

/** Bodies come as text; the door reads them, since what a body may be depends on the route. */
type Sent = string | undefined;

/**
 * The schema stage: a body that is no JSON is refused with a sentence alone, one that goes against its schema with all of
 * its faults. An empty field counts as absent. For routes without a schema stage, whatever is no JSON object counts as no
 * fields; of what is no JSON at all a key that is missing is told first.
 *
 * What comes out can be walked by recursion and kept by the database, whatever is sent: its depth and number of values
 * have an end, no text has half a character in it, and none a NUL.
 * @throws DoorError, BodyFault, ParseFault, HordeError NulByteInPayload
 */
export function readBody(route: Route, request: FastifyRequest, assertKeySent: () => void): unknown {
  if (!route.body) return undefined;
  const sent = request.body as Sent;
  const body = checkedBody(route, request, sent, assertKeySent);
  return sent?.includes(NUL_ESCAPE) ? settleNul(route.body, body) : body;
}

function checkedBody(route: Route, request: FastifyRequest, sent: Sent, assertKeySent: () => void): unknown {
  if (!route.body) return undefined;
  if (route.bodyCheck === 'parser') {
    const body = isJson(request) ? parseJson(sent) : undefined;
    if (body === undefined) assertKeySent();
    return parseBody(route.body, tidied(route, body), { defaults: route.bodyDefaults ?? true });
  }
  if (route.bodyCheck === 'optional-schema' && !sent) return {};
  if (!isJson(request))
    throw new DoorError(400, 'Send the body as JSON, with Content-Type: application/json.');
  const body = parseJson(sent);
  if (body === undefined)
    throw new DoorError(400, 'The body is not valid JSON. Check it for missing quotes, brackets and commas.');
  const settled = tidied(route, body);
  const faults = validate(route.body, settled);
  if (faults) throw new BodyFault(faults);
  return settled;
}

/** In a change an empty value says something: take away what is there. */
const tidied = ({ body: schema, method, parserRequired = [] }: Route, body: unknown): unknown =>
  schema &&
  tidy(schema, body, { emptyIsAbsent: method !== 'PUT' && method !== 'PATCH', kept: parserRequired });

function isJson(request: FastifyRequest): boolean {
  const type = request.headers['content-type'] ?? '';
  return /^application\/(?:[\w.-]+\+)?json\s*(?:;|$)/i.test(type);
}

/** @returns undefined for what is no JSON @throws DoorError for what is too deep or too much */
function parseJson(sent: Sent = ''): unknown {
  const fault = shapeFault(sent);
  if (fault) throw new DoorError(400, fault);
  try {
    return JSON.parse(sent, TROUBLE.test(sent) ? withoutTrouble : undefined);
  } catch {
    return undefined;
  }
}

/** JSON has no other way to write the character. */
const NUL_ESCAPE = '\\u0000';
const TROUBLE = /__proto__|\\u(?:[dD][89a-fA-F]|005[fF])/;

/**
 * A key that would change what an object is, once it is copied, is dropped as unknown. Half a character, which only an escape
 * can bring here and no database keeps, becomes the sign for an unknown one.
 */
function withoutTrouble(key: string, value: unknown): unknown {
  if (key === '__proto__') return undefined;
  if (typeof value === 'string') return value.toWellFormed();
  if (typeof value !== 'object' || value === null || Object.keys(value).every(name => name.isWellFormed()))
    return value;
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name.toWellFormed(), inner]));
}
