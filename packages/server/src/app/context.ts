import type { Logger } from 'pino';
import type { Bus } from '../platform/bus.ts';
import type { CommitPipeline } from '../platform/commits.ts';
import type { Database } from '../platform/db.ts';
import type { ImageDoor } from '../platform/images.ts';
import type { Metrics } from '../platform/metrics.ts';
import type { ObjectStore } from '../platform/objectStore.ts';
import type { Shortages } from '../platform/outages.ts';
import type { OutboundFetch } from '../platform/outbound.ts';
import type { Config } from './config.ts';

/** Time, randomness and ids come in from outside, so that rules, board and ledger run on a seeded clock in tests. */
export interface World {
  /** Milliseconds since 1970. */
  now(): number;
  /** Uniform in [0, 1). */
  random(): number;
  uuid(): string;
  /** URL-safe random text of `bytes` random bytes. */
  secret(bytes: number): string;
}

/** What a feature may use. Built once in `app/wiring.ts` and passed by hand. */
export interface Context {
  config: Config;
  world: World;
  log: Logger;
  metrics: Metrics;
  db: Database;
  commits: CommitPipeline;
  bus: Bus;
  objects: ObjectStore;
  shortages: Shortages;
  images: ImageDoor;
  outbound: OutboundFetch;
}
