import path from 'node:path';
import type { Logger } from 'pino';
import { type Database, openDatabase } from '../platform/db.ts';
import { migrate } from '../platform/migrations.ts';
import { findRunningPostgres, startEmbeddedPostgres } from '../platform/postgres/embeddedPostgres.ts';
import type { Config } from './config.ts';
import type { Secrets } from './secrets.ts';

/** Things to close, in the order in which they were opened; closed in the opposite one. */
export type Closers = (() => unknown)[];

export async function closeAll(closers: Closers): Promise<void> {
  for (const close of closers.reverse()) await close();
}

export interface OpenedDatabase {
  db: Database;
  url: string;
}

type Where = Pick<Config, 'home'>;

/** Of the embedded database. */
export const databaseFolder = ({ home }: Where): string => path.join(home, 'database');

type Whence = Pick<Secrets, 'databaseUrl'>;

/** The database of a node: the one it was told of, or its own embedded one; brought up to date. */
export async function startDatabase(
  config: Where,
  secrets: Whence,
  log: Logger,
  closers: Closers,
): Promise<OpenedDatabase> {
  const url = secrets.databaseUrl ?? (await startEmbedded(config, log, closers));
  return migrated(open(url, log, closers));
}

/** As `startDatabase`, but for a command beside a node that may run: uses that node's embedded database. */
export async function joinDatabase(
  config: Where,
  secrets: Whence,
  log: Logger,
  closers: Closers,
): Promise<OpenedDatabase> {
  return migrated(await reachDatabase(config, secrets, log, closers));
}

/** As `joinDatabase`, but as it stands: nothing is brought up to date. */
export async function reachDatabase(
  config: Where,
  secrets: Whence,
  log: Logger,
  closers: Closers,
): Promise<OpenedDatabase> {
  const running = secrets.databaseUrl ?? (await findRunningPostgres(databaseFolder(config)));
  return open(running ?? (await startEmbedded(config, log, closers)), log, closers);
}

async function startEmbedded(config: Where, log: Logger, closers: Closers): Promise<string> {
  const embedded = await startEmbeddedPostgres({ folder: databaseFolder(config), log });
  closers.push(() => embedded.stop());
  return embedded.url;
}

function open(url: string, log: Logger, closers: Closers): OpenedDatabase {
  const db = openDatabase({ url, log });
  closers.push(() => db.close());
  return { db, url };
}

async function migrated(opened: OpenedDatabase): Promise<OpenedDatabase> {
  await migrate(opened.db.pool);
  return opened;
}
