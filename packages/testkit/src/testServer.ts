import { mkdtemp, readdir, stat } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { openDatabase } from '@openhorde/server/platform/db.ts';
import { migrate } from '@openhorde/server/platform/migrations.ts';
import {
  discardEmbeddedPostgres,
  findRunningPostgres,
  startEmbeddedPostgres,
} from '@openhorde/server/platform/postgres/embeddedPostgres.ts';

/** Name of the environment variable by which test files find the PostgreSQL of the whole run. */
export const TEST_DATABASE_URL = 'OPENHORDE_TEST_DATABASE_URL';

/** The database that every test database is copied from. No connection to it may stay open. */
export const TEMPLATE = 'openhorde_template';

const PREFIX = 'openhorde-test-';

/** A PostgreSQL on a temporary folder, not durable, with the migrated template in it. */
export interface TestServer {
  /** Of the maintenance database `postgres`. */
  url: string;
  /** Stops the server and deletes the folder. */
  stop(): Promise<void>;
}

export async function startTestServer(): Promise<TestServer> {
  await sweepDeadServers();
  const folder = await mkdtemp(path.join(os.tmpdir(), PREFIX));
  const quiet = () => {};
  const log = { info: quiet, warn: quiet, error: console.error };
  const server = await startEmbeddedPostgres({ folder, log, durable: false }).catch(async error => {
    await discardEmbeddedPostgres(folder);
    throw error;
  });
  const stop = async () => {
    await server.stop();
    await discardEmbeddedPostgres(folder);
  };
  try {
    await makeTemplate(server.url);
    return { url: server.url, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** The address of another database on this server. */
export function databaseUrl(serverUrl: string, database: string): string {
  return serverUrl.replace(/(@[^/]*\/)[^?]*/, `$1${database}`);
}

async function makeTemplate(url: string): Promise<void> {
  const maintenance = openDatabase({ url, connectionsMax: 1 });
  await maintenance.query(`CREATE DATABASE ${TEMPLATE}`);
  await maintenance.close();
  const template = openDatabase({ url: databaseUrl(url, TEMPLATE), connectionsMax: 1 });
  try {
    await migrate(template.pool);
  } finally {
    await template.close();
  }
}

/** Servers of test runs that were killed live on without an owner: they are stopped and their folders deleted. */
async function sweepDeadServers(): Promise<void> {
  const names = (await readdir(os.tmpdir())).filter(name => name.startsWith(PREFIX));
  for (const name of names) {
    const folder = path.join(os.tmpdir(), name);
    const wasLocked = await stat(path.join(folder, 'node.lock')).catch(() => undefined);
    if (!wasLocked || (await findRunningPostgres(folder))) continue;
    // A test run that is starting its server right now holds the lock of the folder, so that the folder stays.
    await discardEmbeddedPostgres(folder).catch(() => {});
  }
}
