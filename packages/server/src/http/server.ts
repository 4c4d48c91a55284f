import { randomBytes } from 'node:crypto';
import { HordeError } from '@openhorde/contract';
import Fastify, {
  type FastifyBaseLogger,
  type FastifyInstance,
  type FastifyRequest,
  LogController,
} from 'fastify';
import { docRoutes } from './docs.ts';
import { attachDoor, Door } from './door.ts';
import { errorSender } from './errors.ts';
import { addHeaders, hordeHeaders } from './headers.ts';
import type { HttpOptions } from './options.ts';
import { keepOrigins } from './ownOrigin.ts';
import { servePages } from './pages.ts';
import { KnownPaths, refusePath } from './unknownPaths.ts';

/** Names of workers and models stand in paths, every character of them percent-encoded. */
const PARAMETER_LENGTH_MAX = 2048;
/** To send a whole call, pictures over a slow line included; the answer may take longer. */
const REQUEST_MS_MAX = 300_000;

/** Clients keep connections open for more calls; while the server stops, idle ones are closed so often. */
const SWEEP_MS = 20;
const STOPPING = 'This server is stopping. Try again in some seconds.';

/**
 * The HTTP server of a node, with headers, errors, documents and pages. Routes are opened with `mount` and `mountEvents`
 * before it listens. (Not async: an instance is a thenable, and to await it is to start it.)
 */
export function createHttp(options: HttpOptions): FastifyInstance {
  const { config, log, pages, serviceFacts, onOutage } = options;
  const door = new Door(options);
  const sendError = errorSender(onOutage);
  const headers = hordeHeaders(config);
  const known = new KnownPaths();
  const app: FastifyInstance = Fastify({
    loggerInstance: log as FastifyBaseLogger,
    logController: new LogController({ disableRequestLogging: true }),
    // A logger for each call costs more than most calls; `Call.log` makes one where it is used.
    childLoggerFactory: logger => logger,
    genReqId: requestIds(),
    requestTimeout: REQUEST_MS_MAX,
    forceCloseConnections: 'idle',
    // `meetCalls` refuses then, in words and with the headers of every answer.
    return503OnClosing: false,
    rewriteUrl: ({ url = '/' }) => known.withoutSpareSlashes(url),
    routerOptions: { maxParamLength: PARAMETER_LENGTH_MAX },
    // Broken addresses come here before any hook.
    frameworkErrors: (error, request, reply) => void sendError(error, request, reply.headers(headers)),
  });
  attachDoor(app, door);
  stopSoon(app, door);
  if (config.allowedHosts) keepOrigins(app, door, config.allowedHosts);

  // Which bodies a route takes is for the door to say; here they become texts.
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('*', ({ raw, routeOptions }: FastifyRequest, _payload, done) =>
    door.bodies.gather(raw, routeOptions.bodyLimit, done),
  );

  known.watch(app);
  addHeaders(app, headers, config.version);
  meetCalls(app, door);
  app.setErrorHandler(sendError);
  const pageFor = servePages(app, pages);
  app.setNotFoundHandler((request, reply) => pageFor(request, reply) ?? refusePath(known, request, reply));
  app.register(docRoutes, { config, ...(serviceFacts && { serviceFacts }) });
  return app;
}

/** Counts the body of every call, and refuses calls while the server stops. */
function meetCalls(app: FastifyInstance, door: Door): void {
  app.addHook('onRequest', (request, reply, done) => {
    door.bodies.expect(request.raw, reply.raw);
    if (door.hangups.stopped) done(new HordeError('ServerBusy', { message: STOPPING }));
    else done();
  });
}

/** When the server stops, nothing waits on, and connections go as soon as their last answer is out. */
function stopSoon(app: FastifyInstance, door: Door): void {
  let sweep: NodeJS.Timeout | undefined;
  app.addHook('preClose', done => {
    door.hangups.stop();
    sweep = setInterval(() => app.server.closeIdleConnections(), SWEEP_MS).unref();
    done();
  });
  app.addHook('onClose', (_app, done) => {
    clearInterval(sweep);
    door.bodies.close();
    done();
  });
}

/** Ids that differ between nodes and restarts, and cost nothing. */
function requestIds(): () => string {
  const start = randomBytes(4).toString('hex');
  let count = 0;
  return () => `${start}-${(count++).toString(36)}`;
}
