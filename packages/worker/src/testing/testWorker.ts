import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { workerConfigFrom } from '../config/config.ts';
import type { WorkerEvent } from '../events.ts';
import { spoolFolder } from '../spool/spool.ts';
import { type StartWorkerOptions, startWorker } from '../worker.ts';
import type { Timing } from '../world.ts';
import { scriptedEngineUrl } from './scriptedEngine.ts';

/** Waits short enough for tests. */
export const FAST: Partial<Timing> = {
  popGapMs: 5,
  popRefusedMs: 5,
  popForbiddenMs: 5,
  networkMs: { first: 5, longest: 20 },
  deliveryMs: { first: 5, longest: 20 },
  sourceMs: { first: 1, longest: 2 },
  progressGapMs: 0,
  drainMs: { base: 10_000, each: 1_000 },
  engineRestMs: { first: 5, longest: 20 },
};

const NAME = 'Test Worker';

export async function temporaryHome() {
  const home = await mkdtemp(path.join(tmpdir(), 'openhorde-worker-'));
  const spool = spoolFolder(home, NAME);
  return {
    path: home,
    spool,
    /** Files in the spool, without the lock. */
    async spooled() {
      return (await readdir(spool).catch(() => [])).filter(name => name !== 'lock').sort();
    },
    [Symbol.asyncDispose]: () => rm(home, { recursive: true, force: true }),
  };
}

/** The settings of a worker with the scripted engine, under their names in the file. */
export function testSettings(url: string, home: string): Record<string, unknown> {
  return {
    horde_url: url,
    api_key: 'k'.repeat(22),
    dreamer_name: NAME,
    openhorde_home: home,
    engine: scriptedEngineUrl,
    max_batch: 4,
  };
}

export function startTestWorker(
  url: string,
  home: string,
  change: Record<string, unknown> = {},
  options: Partial<StartWorkerOptions> = {},
) {
  const events: WorkerEvent[] = [];
  const watchers = new Set<() => void>();
  const { config } = workerConfigFrom({ ...testSettings(url, home), ...change });
  // Below what the file allows, so that a hanging engine is found out quickly.
  if (typeof change.silence_seconds === 'number') config.processTimeoutSeconds = change.silence_seconds;
  const worker = startWorker(config, {
    ...options,
    timing: { ...FAST, ...options.timing },
    onEvent: event => {
      events.push(event);
      for (const watcher of [...watchers]) watcher();
    },
  });
  const of = <Type extends WorkerEvent['type']>(type: Type) =>
    events.filter((event): event is Extract<WorkerEvent, { type: Type }> => event.type === type);
  return {
    ...worker,
    events,
    of,
    /** Waits until there are `count` events of a type. */
    until(type: WorkerEvent['type'], count = 1): Promise<void> {
      const { promise, resolve } = Promise.withResolvers<void>();
      const watcher = () => {
        if (of(type).length < count) return;
        watchers.delete(watcher);
        resolve();
      };
      watchers.add(watcher);
      watcher();
      return promise;
    },
    async [Symbol.asyncDispose]() {
      worker.stop();
      worker.stop();
      await worker.stopped.catch(() => {});
    },
  };
}
