import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdtemp, readFile, rm } from 'node:fs/promises';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { findCluster } from '@openhorde/server/platform/postgres/cluster.ts';
import {
  discardEmbeddedPostgres,
  findRunningPostgres,
} from '@openhorde/server/platform/postgres/embeddedPostgres.ts';

const COMMAND = fileURLToPath(new URL('../../../cli/bin/openhorde.mjs', import.meta.url));
const IMAGE_MODELS = fileURLToPath(new URL('../../stories/image-models.json', import.meta.url));
const TEXT_MODELS = fileURLToPath(new URL('../../stories/text-models.json', import.meta.url));

/**
 * A node as an operator runs it: `openhorde server` in a process of its own, with its embedded PostgreSQL, or beside other
 * nodes on a database and a folder that they share.
 */
export class HordeProcess {
  readonly home: string;
  readonly #port: number;
  /** Undefined: its own. */
  readonly #shared: string | undefined;
  #child: ChildProcess | undefined;
  /** The end of its output. */
  lastWords = '';

  constructor(home: string, port: number, sharedDatabaseUrl?: string) {
    this.home = home;
    this.#port = port;
    this.#shared = sharedDatabaseUrl;
  }

  static async start(): Promise<HordeProcess> {
    const horde = new HordeProcess(await hordeFolder(), await freePort());
    await horde.start();
    return horde;
  }

  /** One of several nodes; the caller deletes folder and database. */
  static async join(home: string, databaseUrl: string): Promise<HordeProcess> {
    const horde = new HordeProcess(home, await freePort(), databaseUrl);
    await horde.start();
    return horde;
  }

  /** Whether it has been started, and neither stopped nor killed since. */
  get isUp(): boolean {
    const child = this.#child;
    return child !== undefined && child.exitCode === null && child.signalCode === null;
  }

  get url(): string {
    return `http://127.0.0.1:${this.#port}`;
  }

  /** Resolves when the node listens. @throws Error with its last words when it ends before */
  async start(): Promise<void> {
    const { DATABASE_URL: _, ...environment } = process.env;
    const child = spawn(process.execPath, [COMMAND, 'server', '--no-pages'], {
      env: {
        ...environment,
        OPENHORDE_HOME: this.home,
        PORT: String(this.#port),
        IMAGE_MODELS,
        TEXT_MODELS,
        RATE_LIMITS: 'off',
        DEV_TEST_USERS: '1',
        LOG_LEVEL: 'info',
        ...(this.#shared !== undefined && { DATABASE_URL: this.#shared }),
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.#child = child;
    this.lastWords = '';
    const hear = (text: string) => {
      this.lastWords = (this.lastWords + text).slice(-4000);
    };
    child.stderr.setEncoding('utf8').on('data', hear);
    const listening = new Promise<void>((resolve, reject) => {
      createInterface({ input: child.stdout }).on('line', line => {
        if (line.includes('OpenHorde is listening')) resolve();
        hear(`${line}\n`);
      });
      child.once('exit', () => reject(new Error(`The server ended:\n${this.lastWords}`)));
    });
    await listening;
  }

  /** `kill -9`: it gets no chance to say goodbye, and its database goes on without it. */
  async kill(): Promise<void> {
    await end(this.#child, 'SIGKILL');
  }

  async stop(): Promise<void> {
    await end(this.#child, 'SIGTERM');
  }

  /** Connection string of its database. */
  async databaseUrl(): Promise<string> {
    if (this.#shared !== undefined) return this.#shared;
    const url = await findRunningPostgres(this.#database);
    if (url === undefined) throw new Error('The embedded database does not run');
    return url;
  }

  /** Process id of its database's first process. */
  async postmaster(): Promise<number> {
    const cluster = await findCluster(this.#database);
    if (!cluster) throw new Error('There is no embedded database');
    const text = await readFile(path.join(cluster.data, 'postmaster.pid'), 'utf8');
    return Number(text.split('\n')[0]);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.stop();
    if (this.#shared !== undefined) return;
    await discardEmbeddedPostgres(this.#database);
    await rm(this.home, { recursive: true, force: true });
  }

  get #database(): string {
    return path.join(this.home, 'database');
  }
}

/** An empty folder for `OPENHORDE_HOME`. */
export async function hordeFolder(): Promise<string> {
  const home = await mkdtemp(path.join(os.tmpdir(), 'openhorde-kill-'));
  // The user that root's database runs as must be able to pass.
  await chmod(home, 0o755);
  return home;
}

async function end(child: ChildProcess | undefined, signal: NodeJS.Signals): Promise<void> {
  if (!child || child.exitCode !== null || child.signalCode !== null) return;
  const exited = once(child, 'exit');
  child.kill(signal);
  await exited;
}

async function freePort(): Promise<number> {
  const probe = net.createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const { port } = probe.address() as net.AddressInfo;
  probe.close();
  await once(probe, 'close');
  return port;
}
