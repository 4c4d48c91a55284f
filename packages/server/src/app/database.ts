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

const folderOf = ({ home }: Where): string => path.join(home, 'database');

/** The database of a node: the one it was told of, or its own embedded one; brought up to date. */
export async function startDatabase(
  config: Where,
  secrets: Secrets,
  log: Logger,
  closers: Closers,
): Promise<OpenedDatabase> {
  let url = secrets.databaseUrl;
  if (url === undefined) {
    const embedded = await startEmbeddedPostgres({ folder: folderOf(config), log });
    closers.push(() => embedded.stop());
    url = embedded.url;
  }
  return open(url, log, closers);
}

/** The same for a command beside a node that may be running: the embedded database of that node is used, not started twice. */
export async function joinDatabase(
  config: Where,
  secrets: Secrets,
  log: Logger,
  closers: Closers,
): Promise<OpenedDatabase> {
  const running = secrets.databaseUrl ?? (await findRunningPostgres(folderOf(config)));
  return running === undefined ? startDatabase(config, secrets, log, closers) : open(running, log, closers);
}

async function open(url: string, log: Logger, closers: Closers): Promise<OpenedDatabase> {
  const db = openDatabase({ url, log });
  closers.push(() => db.close());
  await migrate(db.pool);
  return { db, url };
}
