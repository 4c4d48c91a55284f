import { isSpecialModel } from '@openhorde/rules';
import type { Worker } from '../../core/workers/index.ts';
import type { ModelQueue } from './modelQueues.ts';
import type { ModelSpeeds } from './modelSpeeds.ts';

/** A model that is served or wanted, as the status pages show it. */
export interface ModelStatus {
  name: string;
  type: 'image' | 'text';
  /** Threads of the workers that serve it. */
  count: number;
  /** Raw things per second. */
  performance: number;
  /** Raw things. */
  queued: number;
  jobs: number;
  /** Seconds until its queue is empty. */
  eta: number;
}

/** What the list is made from, all of one kind of work. */
export interface ModelFacts {
  /** Workers that are online. */
  workers: Iterable<Pick<Worker, 'maintenance' | 'threads' | 'offer'>>;
  queues: ReadonlyMap<string, ModelQueue>;
  speeds: ModelSpeeds;
  type: ModelStatus['type'];
  /** Whether a model that is wanted is listed although no worker serves it. */
  isListedUnserved(name: string): boolean;
}

/** Said when a queue will not end: no worker serves the model, or its speed is unknown. */
const ENDLESS_SECONDS = 10_000;

/**
 * All models that are served, and known ones that are only wanted (rules-jobs §7.1). A model that is not in the
 * reference is listed while a worker serves it; special ones never.
 */
export function activeModels(facts: ModelFacts): ModelStatus[] {
  const threads = new Map<string, number>();
  for (const { maintenance, threads: own, offer } of facts.workers) {
    if (maintenance) continue;
    for (const name of offer.models) threads.set(name, (threads.get(name) ?? 0) + own);
  }
  for (const name of facts.queues.keys()) {
    if (!threads.has(name) && facts.isListedUnserved(name)) threads.set(name, 0);
  }
  return [...threads]
    .filter(([name]) => !isSpecialModel(name))
    .map(([name, count]) => statusOf(name, count, facts));
}

/** One model; undefined when it is neither served nor wanted. */
export function activeModel(name: string, facts: ModelFacts): ModelStatus | undefined {
  let count = 0;
  for (const { maintenance, threads, offer } of facts.workers) {
    if (!maintenance && offer.models.includes(name)) count += threads;
  }
  return count > 0 || facts.queues.has(name) ? statusOf(name, count, facts) : undefined;
}

function statusOf(name: string, count: number, { type, queues, speeds }: ModelFacts): ModelStatus {
  const { things, jobs } = queues.get(name) ?? { things: 0, jobs: 0 };
  const performance = Math.round((speeds.get(name) ?? 0) * 10) / 10;
  return {
    name,
    type,
    count,
    performance,
    queued: things,
    jobs,
    eta: eta(things, jobs, count * performance),
  };
}

function eta(things: number, jobs: number, thingsPerSecond: number): number {
  if (jobs === 0) return 0;
  return thingsPerSecond > 0 ? Math.round(things / thingsPerSecond) : ENDLESS_SECONDS;
}
