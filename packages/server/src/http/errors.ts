import { type Faults, HordeError, MaskError, ParseFault } from '@openhorde/contract';
import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';
import { PipelineFullError } from '../platform/commits.ts';
import { isOutage } from '../platform/outages.ts';

/** A body that goes against its schema. */
export class BodyFault extends Error {
  override readonly name = 'BodyFault';
  readonly faults: Faults;

  constructor(faults: Faults) {
    super('The body goes against its schema');
    this.faults = faults;
  }
}

/** A refusal of the door itself: a sentence without a return code. */
export class DoorError extends Error {
  override readonly name = 'DoorError';
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

interface ErrorBody {
  message: string;
  rc?: string;
  errors?: Faults;
}

const AWAY = 'The database of this horde cannot keep up or is away for a moment. Please try again soon.';

/** What the wire says of an error; undefined: nothing, since it is a fault of ours. */
function wireError(error: unknown): { status: number; body: ErrorBody } | undefined {
  if (error instanceof HordeError)
    return { status: error.status, body: { message: error.message, rc: error.rc } };
  if (error instanceof BodyFault || error instanceof ParseFault) {
    return { status: 400, body: { message: 'Input payload validation failed', errors: error.faults } };
  }
  if (error instanceof DoorError) return { status: error.status, body: { message: error.message } };
  if (error instanceof MaskError) return { status: 400, body: { message: error.message } };
  if (isOutage(error) || error instanceof PipelineFullError) return { status: 503, body: { message: AWAY } };
  return undefined;
}

/** Refusals of the framework (a body too large, a broken address …) keep their status; a content type it cannot read is a 400. */
function frameworkError(error: unknown): { status: number; body: ErrorBody } | undefined {
  const { statusCode = 500, message } = error as Partial<FastifyError>;
  if (statusCode < 400 || statusCode >= 500) return undefined;
  return {
    status: statusCode === 415 ? 400 : statusCode,
    body: { message: message ?? 'The call cannot be read.' },
  };
}

/**
 * Answers an error. Faults of ours say nothing but that there was one; the id in `X-Request-Id` leads to the log.
 */
export function sendError(error: unknown, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  let answer = wireError(error) ?? frameworkError(error);
  if (!answer) {
    request.log.error(
      { err: error, requestId: request.id, method: request.method, url: request.url },
      'a call failed',
    );
    reply.header('x-request-id', request.id);
    answer = { status: 500, body: { message: 'Internal Server Error' } };
  }
  return sendJson(reply.code(answer.status), answer.body);
}

/** Sends a value as JSON. */
export function sendJson(reply: FastifyReply, value: unknown): FastifyReply {
  return reply.header('content-type', 'application/json; charset=utf-8').send(JSON.stringify(value));
}
