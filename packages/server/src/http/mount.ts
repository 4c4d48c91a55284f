import {
  type AnswerSchema,
  allMissing,
  applyMask,
  type BodyOf,
  isLonger,
  type Marshal,
  type Mask,
  marshaller,
  parseMask,
  parseParserStage,
  parseQuery,
  type QueryOf,
  type Route,
  tidy,
} from '@openhorde/contract';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { announcedBytes, hasBody } from './bodies.ts';
import { readBody } from './body.ts';
import { Answer, type Call, type Handler } from './call.ts';
import { headerOf } from './client.ts';
import { clientOf, type Door, doorOf } from './door.ts';
import { DoorCall, isGuarded } from './doorCall.ts';
import { DoorError, sendJson } from './errors.ts';

/** Bodies of routes that take no pictures. Up to here a body is read before the key is looked at, as the wire has it. */
export const BODY_BYTES_MAX = 1024 * 1024;

/**
 * Opens a route of the table: the door counts the call, checks and parses it, and prints what the use case answers.
 * In this order: rate limits, schema stage, parser stage, field mask, use case, output mode, mask.
 */
export function mount<const R extends Route>(app: FastifyInstance, route: R, handler: Handler<R>): void {
  const door = doorOf(app);
  const use = handler as (call: Call) => unknown;
  const marshal = compileAnswers(route);
  openRoute(app, door, route, async (request, reply) => {
    const call = enter(door, route, request, reply);
    const mask = maskOf(route, request);
    const key = await door.cache?.keyOf(route, request, call);
    const kept = key === undefined || wantsFresh(request) ? undefined : door.cache?.get(key);
    if (kept !== undefined) return send(reply, kept, mask);
    const answered = await use(call);
    const { status, body } = answered instanceof Answer ? answered : { status: 200, body: answered };
    assertAsked(route, call, status);
    const printed = marshal(status, body);
    if (key !== undefined && status === 200) door.cache?.set(key, printed, route.cache!.seconds);
    if (call.waitSeconds > 0) reply.header('preference-applied', `wait=${call.waitSeconds}`);
    return send(reply.code(status), printed, mask);
  });
}

/** A client that has just changed something itself asks past what is kept (RFC 9111 §5.2.1.4). */
function wantsFresh(request: FastifyRequest): boolean {
  return request.headers['cache-control']?.includes('no-cache') ?? false;
}

/** Registers a route with what comes before its handler. */
export function openRoute(
  app: FastifyInstance,
  door: Door,
  route: Route,
  handler: (request: FastifyRequest, reply: FastifyReply) => Promise<FastifyReply>,
): void {
  app.route({
    method: route.method,
    url: `/api${route.path.replaceAll(/\{(\w+)\}/g, ':$1')}`,
    bodyLimit: route.bodyBytesMax ?? BODY_BYTES_MAX,
    onRequest: async (request, reply) => {
      const params = request.params as Record<string, string>;
      if (isNothing(route, params)) return reply.callNotFound();
      if (route.params) tidy(route.params, params, { emptyIsAbsent: false });
      await door.meet(request);
      await count(door, route, request, reply);
      if (isLarge(route, request)) await new DoorCall(door, route, request, reply).assertMaySend();
    },
    handler,
  });
}

/**
/**
 * Whether a body is so large, or may be, that it is not read before it is known who sends it. One that says it is larger
 * than it may be is never read.
 */
function isLarge({ bodyBytesMax = BODY_BYTES_MAX }: Route, { raw }: FastifyRequest): boolean {
  const announced = announcedBytes(raw);
  if (Number.isNaN(announced)) return bodyBytesMax > BODY_BYTES_MAX && hasBody(raw);
  return announced > BODY_BYTES_MAX && announced <= bodyBytesMax;
}

/**
 * `/workers/` is not the worker of the empty name, nothing has a NUL character in its name, or one that is longer than
 * names can be.
 */
function isNothing({ params }: Route, given: Record<string, string>): boolean {
  const known = (params?.properties ?? {}) as Record<string, { maxLength?: number }>;
  return Object.entries(given).some(
    ([name, value]) =>
      value === '' ||
      value.includes('\0') ||
      isLonger(value, known[name]?.maxLength ?? Number.POSITIVE_INFINITY),
  );
}

function count(
  door: Door,
  route: Route,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<void> | undefined {
  const { ip, peerIp } = clientOf(request);
  return door.limiter?.count(
    route,
    {
      method: request.method === 'HEAD' ? 'GET' : request.method,
      params: request.params as Record<string, string>,
      ip,
      peerIp,
      apikey: headerOf(request, 'apikey'),
    },
    reply,
  );
}

/** The schema stage and the parser stage. */
export function enter(door: Door, route: Route, request: FastifyRequest, reply: FastifyReply): DoorCall {
  if (route.access === 'loopback') {
    if (!door.config.devTestUsers) throw new DoorError(404, 'This route is closed.');
    if (!door.isLocal(request)) throw new DoorError(403, 'This route is for programs on the same machine.');
  }
  const call = new DoorCall(door, route, request, reply);
  const body = readBody(route, request, () => call.assertKeySent());
  if (!route.lookupFirst) call.assertKeySent();
  const absent = route.parserRequired?.filter(
    field => (body as Record<string, unknown>)[field] === undefined,
  );
  if (absent?.length) throw allMissing(absent);
  const parsed: unknown = route.body ? parseParserStage(route.body, body as object) : undefined;
  call.body = parsed as BodyOf<Route>;
  if (route.query)
    call.query = parseQuery(route.query, request.query as Record<string, unknown>) as QueryOf<Route>;
  return call;
}

function maskOf(route: Route, request: FastifyRequest): Mask | undefined {
  const header = route.mask === false ? undefined : headerOf(request, 'x-fields');
  return header === undefined ? undefined : parseMask(header);
}

/** The printers of a route's answers, compiled before the first call. */
function compileAnswers(route: Route): (status: number, body: unknown) => unknown {
  const printers = new Map<number, Marshal>(
    Object.entries<AnswerSchema>(route.answers).map(([status, schema]) => [
      Number(status),
      marshaller(schema, route.output),
    ]),
  );
  return (status, body) => {
    const print = printers.get(status);
    if (!print) throw new Error(`${route.operationId} declares no answer of status ${status}`);
    return print(body);
  };
}

/** A use case that serves a guarded route without having asked who calls has forgotten to. */
function assertAsked(route: Route, call: DoorCall, status: number): void {
  if (status < 300 && isGuarded(route) && !call.asked) {
    throw new Error(`${route.operationId} answered ${status} without asking who calls`);
  }
}

const send = (reply: FastifyReply, printed: unknown, mask: Mask | undefined) =>
  sendJson(reply, mask ? applyMask(mask, printed) : printed);
