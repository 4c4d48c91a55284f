import {
  type Faults,
  HordeError,
  MaskError,
  ParseFault,
  RETURN_CODES,
  type ReturnCode,
  type ReturnCodeEntry,
} from '@openhorde/contract';
import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';
import { type Outage, outageOf } from '../platform/outages.ts';

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
  rc?: ReturnCode;
  errors?: Faults;
}

const OUTAGE_CODES: Readonly<Record<Outage, ReturnCode>> = {
  database: 'DatabaseAway',
  storage: 'StorageAway',
  full: 'StorageFull',
  busy: 'ServerBusy',
};
/** Of a 503 whose code names no time. */
const RETRY_SECONDS = 5;

/** What the wire says of an error; undefined: nothing, since it is a fault of ours. */
function wireError(error: unknown): { status: number; body: ErrorBody } | undefined {
  if (error instanceof HordeError)
    return { status: error.status, body: { message: error.message, rc: error.rc } };
  if (error instanceof BodyFault || error instanceof ParseFault) {
    return { status: 400, body: { message: 'Input payload validation failed', errors: error.faults } };
  }
  if (error instanceof DoorError) return { status: error.status, body: { message: error.message } };
  if (error instanceof MaskError) return { status: 400, body: { message: error.message } };
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
 * Answers errors. Faults of ours say nothing but that there was one; the id in `X-Request-Id` leads to the log. Every 503
 * says when to try again.
 * @param onOutage told of everything that the node cannot do at the moment
 */
export function errorSender(onOutage: (outage: Outage) => void = () => {}) {
  return (error: unknown, request: FastifyRequest, reply: FastifyReply): FastifyReply => {
    const fault = { err: error, requestId: request.id, method: request.method, url: request.url };
    let answer = wireError(error);
    const outage = answer ? undefined : outageOf(error);
    if (outage) {
      onOutage(outage);
      if (outage === 'full' || outage === 'storage') request.log.error(fault, 'nothing can be stored');
      answer = wireError(new HordeError(OUTAGE_CODES[outage]));
      // The framework hangs up on who still sends; then the time to wait would often go unheard.
      if (outage === 'busy') reply.removeHeader('connection');
    }
    answer ??= frameworkError(error);
    if (!answer) {
      request.log.error(fault, 'a call failed');
      reply.header('x-request-id', request.id);
      answer = { status: 500, body: { message: 'Internal Server Error' } };
    }
    if (answer.status === 503) reply.header('retry-after', retrySeconds(answer.body.rc));
    return sendJson(reply.code(answer.status), answer.body);
  };
}

const retrySeconds = (rc: ReturnCode | undefined): number =>
  (rc && (RETURN_CODES[rc] as ReturnCodeEntry).retryAfterSeconds) ?? RETRY_SECONDS;

/** Sends a value as JSON. */
export function sendJson(reply: FastifyReply, value: unknown): FastifyReply {
  return reply.header('content-type', 'application/json; charset=utf-8').send(JSON.stringify(value));
}
