import path from 'node:path';
import type { Logger } from 'pino';
import { CommitPipeline } from '../platform/commits.ts';
import type { Database } from '../platform/db.ts';
import { FileStore } from '../platform/fileStore.ts';
import { createImageDoor } from '../platform/images.ts';
import { createMetrics } from '../platform/metrics.ts';
import { createOutboundFetch, type OutboundSettings } from '../platform/outbound.ts';
import { openPostgresBus } from '../platform/postgresBus.ts';
import { world as realWorld, type World } from '../platform/world.ts';
import type { Config } from './config.ts';
import type { Context } from './context.ts';
import type { Closers } from './database.ts';
import { BATCH_ORDER } from './order.ts';
import type { Secrets } from './secrets.ts';

export interface ContextParts {
  config: Config;
  secrets: Secrets;
  log: Logger;
  db: Database;
  databaseUrl: string;
  /** Where the node is reached, without a slash at the end. */
  publicUrl(): string;
  world?: World;
  outbound?: OutboundSettings;
}

/** What features use, of a node or of a command beside one. */
export async function buildContext(
  parts: ContextParts,
  closers: Closers,
): Promise<{ context: Context; store: FileStore }> {
  const { config, secrets, log, db, databaseUrl: url, publicUrl, world = realWorld } = parts;
  const bus = await openPostgresBus({ url, database: db, node: world.uuid(), log });
  closers.push(() => bus.close());
  const outbound = createOutboundFetch(parts.outbound);
  closers.push(() => outbound.close());
  const store = new FileStore({
    folder: path.join(config.home, 'objects'),
    signingKey: secrets.signingKey,
    publicUrl,
    now: world.now,
  });
  const commits = new CommitPipeline(
    db.pool,
    (error, attempt) => log.warn({ err: error, attempt }, 'a batch of commands was not committed'),
    { order: BATCH_ORDER, now: world.now },
  );
  const images = createImageDoor();
  const metrics = createMetrics();
  return {
    context: { config, world, log, metrics, db, commits, bus, objects: store, images, outbound },
    store,
  };
}
