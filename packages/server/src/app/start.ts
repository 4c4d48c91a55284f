import type { FastifyInstance } from 'fastify';
import type { Logger } from 'pino';
import { serviceFacts } from '../features/pages/index.ts';
import { createHttp, metricsRoutes, observeAnswers, originOfCall, ownAddresses } from '../http/index.ts';
import type { FileStore } from '../platform/fileStore.ts';
import { createLog } from '../platform/log.ts';
import { isLoopbackUrl } from '../platform/loopback.ts';
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
import { assertPortFree, prepareHome } from './startable.ts';
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

/** Listens on every network. */
const EVERYWHERE = new Set(['0.0.0.0', '::']);

/** A running node. */
export interface Server {
  /** What this machine reaches it by, or everybody where there is a PUBLIC_URL. */
  readonly url: string;
  /** What other machines reach it by; empty: it listens to its own machine alone. */
  readonly addresses: readonly string[];
  readonly log: Logger;
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
    await prepareHome(config.home);
    await assertPortFree(config.http);
    const secrets = await loadSecrets(config.home, environment);
    onStep('starting the database');
    const { db, url: databaseUrl } = await startDatabase(config, secrets, log, closers);
    onStep('reading the queue');
    const address = { publicUrl: config.http.publicUrl };
    const publicUrl = () => originOfCall() ?? address.publicUrl;
    const { context, store } = await buildContext(
      { ...options, config, secrets, log, db, databaseUrl, publicUrl },
      closers,
    );
    const timers = createTimers(log, context.world);
    timers.repeat({
      name: 'prune images',
      everyMs: 60_000,
      run: async () => void (await store.deleteOlderThan('', TRANSIENT_LIFE_MS)),
    });
    const { horde, features } = await openFeatures(context, secrets, timers, {
      publicUrl,
      signInEndpoints: options.signInEndpoints,
    });
    const { metricsToken } = secrets;
    const app = buildHttp(context, { store, horde, features, publicUrl, pages, metricsToken });
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
    const addresses = othersReach(config, address.publicUrl);
    return { url: address.publicUrl, addresses, log, horde, features, stop };
  } catch (error) {
    await closeAll(closers).catch(() => {});
    throw error;
  }
}

interface HttpParts {
  store: FileStore;
  horde: Pick<Parts, 'kinds' | 'config' | 'knownAddresses' | 'sharedKeys' | 'guards'>;
  features: Features;
  publicUrl: () => string;
  pages: string | undefined;
  metricsToken: string | undefined;
}

function buildHttp(
  context: Context,
  { store, horde, features, publicUrl, pages, metricsToken }: HttpParts,
): FastifyInstance {
  const { config, log, metrics } = context;
  const app = createHttp({
    config: {
      get publicUrl() {
        return publicUrl();
      },
      ...(config.http.allowedHosts && { allowedHosts: config.http.allowedHosts }),
      trustedProxies: config.http.trustedProxies,
      bodies: { bytesMax: config.http.bodiesBytesMax },
      rateLimits: config.rateLimits,
      version: VERSION,
      repository: config.repositoryUrl,
      devTestUsers: config.devTestUsers,
    },
    log,
    now: context.world.now,
    authenticate: features.authenticate,
    isSharedKey: async apikey => (await horde.sharedKeys.find(apikey)) !== undefined,
    assertWelcome: ip => horde.guards.timeouts.assertWelcome(ip),
    isProxyPasskey: passkey => features.accounts.isProxyPasskey(passkey),
    serviceFacts: () => serviceFacts(horde),
    onOutage: outage => context.shortages.note(outage),
    isWhitelisted: ip => features.isService(ip) || horde.knownAddresses.has(ip),
    ...(pages !== undefined && { pages }),
  });
  observeAnswers(app, metrics);
  metricsRoutes(app, metrics, metricsToken);
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

/** By which other machines may find a node that listens at `url`. */
function othersReach({ http: { host, allowedHosts } }: Config, url: string): string[] {
  if (!allowedHosts) return [url];
  if (isLoopbackUrl(new URL(url)) && !EVERYWHERE.has(host)) return [];
  const hosts = EVERYWHERE.has(host) ? [...allowedHosts, ...ownAddresses()] : [host];
  const reached = host === '0.0.0.0' ? hosts.filter(each => !each.includes(':')) : hosts;
  const { port } = new URL(url);
  return reached.map(
    each => new URL(`http://${each.includes(':') ? `[${each}]` : each}:${port || 80}`).origin,
  );
}

function once(work: () => Promise<void>): () => Promise<void> {
  let running: Promise<void> | undefined;
  return () => (running ??= work());
}
