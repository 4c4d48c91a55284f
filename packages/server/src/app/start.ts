import type { FastifyInstance } from 'fastify';
import type { Logger } from 'pino';
import { serviceFacts } from '../features/pages/index.ts';
import { createHttp } from '../http/index.ts';
import type { FileStore } from '../platform/fileStore.ts';
import { createLog } from '../platform/log.ts';
import { metricsRoutes, observeAnswers } from '../platform/metrics.ts';
import { objectRoutes } from '../platform/objectRoutes.ts';
import { TRANSIENT_LIFE_MS } from '../platform/objectStore.ts';
import type { OutboundSettings } from '../platform/outbound.ts';
import { createTimers } from '../platform/timers.ts';
import type { World } from '../platform/world.ts';
import { buildContext } from './buildContext.ts';
import { type Config, validateConfig } from './config.ts';
import type { Context } from './context.ts';
import { type Closers, closeAll, startDatabase } from './database.ts';
import { type Environment, readEnvironment } from './env.ts';
import { loadSecrets } from './secrets.ts';
import { VERSION } from './version.ts';
import { type Features, type Outside, openFeatures, type Parts } from './wiring.ts';

export interface StartOptions {
  /** Default: the environment of the process and the configuration file in OPENHORDE_HOME. */
  environment?: Environment;
  /** Told what is being done, for a line on a terminal. */
  onStep?(step: string): void;
  /** Folder of the built pages; absent: none are served. */
  pages?: string;
  log?: Logger;
  /** For tests: another clock, and other rules for what is fetched. */
  world?: World;
  outbound?: OutboundSettings;
  signInEndpoints?: Outside['signInEndpoints'];
}

/** A running node. */
export interface Server {
  /** What others reach it by. */
  readonly url: string;
  readonly horde: Parts;
  readonly features: Features;
  /** Takes no new calls, finishes what is in flight, and closes everything. */
  stop(): Promise<void>;
}

/**
 * Starts a node: configuration, database, queue, HTTP.
 * @throws ConfigError, or an Error whose message is a sentence for people
 */
export async function startServer(options: StartOptions = {}): Promise<Server> {
  const { onStep = () => {}, pages } = options;
  const closers: Closers = [];
  try {
    const environment = options.environment ?? readEnvironment(process.env);
    const config = validateConfig(environment);
    const log = options.log ?? createLog(config.log.level);
    const secrets = await loadSecrets(config.home, environment);
    onStep('starting the database');
    const { db, url: databaseUrl } = await startDatabase(config, secrets, log, closers);
    onStep('reading the queue');
    const address = { publicUrl: config.http.publicUrl };
    const { context, store } = await buildContext(
      { ...options, config, secrets, log, db, databaseUrl, publicUrl: () => address.publicUrl },
      closers,
    );
    const timers = createTimers(log, context.world);
    timers.repeat({
      name: 'prune images',
      everyMs: 60_000,
      run: async () => void (await store.deleteOlderThan('', TRANSIENT_LIFE_MS)),
    });
    const { horde, features } = await openFeatures(context, secrets, timers, {
      publicUrl: () => address.publicUrl,
      signInEndpoints: options.signInEndpoints,
    });
    const app = buildHttp(context, store, horde, features, pages);
    await app.listen({ host: config.http.host, port: config.http.port });
    address.publicUrl = boundUrl(config, app);
    const stop = once(async () => {
      log.info('stopping');
      await timers.stop();
      await app.close();
      await context.commits.drain();
      await features.close();
      await closeAll(closers);
    });
    return { url: address.publicUrl, horde, features, stop };
  } catch (error) {
    await closeAll(closers).catch(() => {});
    throw error;
  }
}

function buildHttp(
  context: Context,
  store: FileStore,
  horde: Pick<Parts, 'kinds' | 'config' | 'knownAddresses'>,
  features: Features,
  pages: string | undefined,
): FastifyInstance {
  const { config, log, metrics } = context;
  const app = createHttp({
    config: {
      publicUrl: config.http.publicUrl,
      trustedProxies: config.http.trustedProxies,
      rateLimits: config.rateLimits,
      version: VERSION,
      repository: config.repositoryUrl,
      devTestUsers: config.devTestUsers,
    },
    log,
    now: context.world.now,
    authenticate: features.authenticate,
    isProxyPasskey: passkey => features.accounts.isProxyPasskey(passkey),
    serviceFacts: () => serviceFacts(horde),
    isWhitelisted: ip => features.isService(ip) || horde.knownAddresses.has(ip),
    ...(pages !== undefined && { pages }),
  });
  observeAnswers(app, metrics);
  app.register(metricsRoutes, { metrics });
  app.register(objectRoutes, { store });
  features.routes(app);
  return app;
}

/** Where a server that was told to take any port is found. */
function boundUrl(config: Config, app: FastifyInstance): string {
  const bound = app.server.address();
  if (config.http.port !== 0 || typeof bound !== 'object' || !bound) return config.http.publicUrl;
  return config.http.publicUrl.replace(/:0$/, `:${bound.port}`);
}

function once(work: () => Promise<void>): () => Promise<void> {
  let running: Promise<void> | undefined;
  return () => (running ??= work());
}
