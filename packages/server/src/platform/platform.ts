import type { Logger } from 'pino';
import type { Bus } from './bus.ts';
import type { CommitPipeline } from './commits.ts';
import type { Database } from './db.ts';
import type { ImageDoor } from './images.ts';
import type { Metrics } from './metrics.ts';
import type { ObjectStore } from './objectStore.ts';
import type { OutboundFetch } from './outbound.ts';
import type { World } from './world.ts';

/** What a node stands on. Built once, and passed by hand: each feature takes the parts that it uses. */
export interface Platform {
  world: World;
  log: Logger;
  metrics: Metrics;
  db: Database;
  commits: CommitPipeline;
  bus: Bus;
  objects: ObjectStore;
  images: ImageDoor;
  outbound: OutboundFetch;
}
