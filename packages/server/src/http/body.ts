import { parseBody, type Route, validate } from '@openhorde/contract';
import type { FastifyRequest } from 'fastify';
import { BodyFault, DoorError } from './errors.ts';

/** Bodies come as text; the door reads them, since what a body may be depends on the route. */
type Sent = string | undefined;

/**
 * The schema stage: a body that is no JSON is refused with a sentence alone, one that goes against its schema with all of
 * its faults. For routes without a schema stage, whatever is no JSON object counts as no fields.
 */
export function readBody(route: Route, request: FastifyRequest): unknown {
  if (!route.body) return undefined;
  const sent = request.body as Sent;
  if (route.bodyCheck === 'parser')
    return parseBody(route.body, isJson(request) ? parseQuietly(sent) : undefined, {
      defaults: route.bodyDefaults ?? true,
    });
  if (route.bodyCheck === 'optional-schema' && !sent) return {};
  if (!isJson(request))
    throw new DoorError(400, 'Send the body as JSON, with Content-Type: application/json.');
  const body = parseJson(sent);
  const faults = validate(route.body, body);
  if (faults) throw new BodyFault(faults);
  return body;
}

function isJson(request: FastifyRequest): boolean {
  const type = request.headers['content-type'] ?? '';
  return /^application\/(?:[\w.-]+\+)?json\s*(?:;|$)/i.test(type);
}

function parseJson(sent: Sent): unknown {
  try {
    return JSON.parse(sent ?? '', TROUBLE.test(sent ?? '') ? withoutTrouble : undefined);
  } catch {
    throw new DoorError(400, 'The body is not valid JSON. Check it for missing quotes, brackets and commas.');
  }
}

function parseQuietly(sent: Sent): unknown {
  try {
    return parseJson(sent);
  } catch {
    return undefined;
  }
}

const TROUBLE = /__proto__|\\u[dD][89a-fA-F]/;

/**
 * A key that would change what an object is, once it is copied, is dropped as unknown. Half a character, which only an escape
 * can bring here and no database keeps, becomes the sign for an unknown one.
 */
function withoutTrouble(key: string, value: unknown): unknown {
  if (key === '__proto__') return undefined;
  return typeof value === 'string' ? value.toWellFormed() : value;
}
