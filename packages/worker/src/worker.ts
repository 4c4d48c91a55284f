import { createClient, HordeApiError, type HordeClient } from '@openhorde/sdk';
import { ConfigError, type WorkerConfig } from './config/config.ts';
import { runDreamer } from './dreamer/dreamer.ts';
import { modelWarnings, needsRanking, offeredModels } from './dreamer/modelChoice.ts';
import { createEngineHost, type EngineEvent } from './engine/engineHost.ts';
import { engineModuleUrl } from './engine/engineModule.ts';
import type { OnWorkerEvent } from './events.ts';
import { createGuardedFetch } from './guardedFetch.ts';
import { openSpool, spoolFolder } from './spool/spool.ts';
import { realWorld, TIMING, type Timing, type WorkerWorld } from './world.ts';

export interface StartWorkerOptions {
  onEvent?: OnWorkerEvent;
  /** Aborting it is the same as `stop()`. */
  signal?: AbortSignal;
  /** A `fetch` in it takes the place of the guarded one. */
  world?: Partial<WorkerWorld>;
  timing?: Partial<Timing>;
}

export interface RunningWorker {
  /** Resolves when the worker has stopped; rejects with what made it impossible to go on, ConfigError where it is a setting. */
  stopped: Promise<void>;
  /** First call: take no more jobs, finish and deliver those at work. Second call: give up those at work, too. */
  stop(): void;
}

const RANKING_TIMEOUT_MS = 10_000;
/** Baselines that can make nothing but harmless pictures. */
const HARMLESS_BASELINES = new Set(['openhorde_tiny']);

/**
 * Starts a Dreamer. What it meets on the way comes as events; it stops only when told, when a setting cannot work
 * or its disk fails, or after faults in a row where the settings ask for that.
 */
export function startWorker(config: WorkerConfig, options: StartWorkerOptions = {}): RunningWorker {
  const stopping = new AbortController();
  const stoppingNow = new AbortController();
  const stop = () =>
    (stopping.signal.aborted ? stoppingNow : stopping).abort(new Error('The worker was stopped'));
  const { signal } = options;
  if (signal?.aborted) stop();
  else signal?.addEventListener('abort', stop, { once: true });
  const onEvent = sheltered(options.onEvent);
  const stopped = run(config, { ...options, onEvent }, stopping.signal, stoppingNow.signal).finally(() => {
    signal?.removeEventListener('abort', stop);
    onEvent({ type: 'stopped' });
  });
  return { stopped, stop };
}

/** A listener that fails costs no job: the event that it is told of has already happened. */
function sheltered(listener: OnWorkerEvent = () => {}): OnWorkerEvent {
  return event => {
    try {
      listener(event);
    } catch (error) {
      console.error(`A listener of the worker failed at ${event.type}:`, error);
    }
  };
}

async function run(
  config: WorkerConfig,
  options: StartWorkerOptions & { onEvent: OnWorkerEvent },
  stopping: AbortSignal,
  stoppingNow: AbortSignal,
): Promise<void> {
  const { onEvent } = options;
  const guard = createGuardedFetch(config.hordeUrl);
  const world = { ...realWorld, fetch: guard.fetch, ...options.world };
  const timing = { ...TIMING, ...options.timing };
  const module = engineModuleUrl(config.engine);
  const client = createClient({
    url: config.hordeUrl,
    apikey: config.apiKey,
    agent: 'openhorde-worker:1.0.0:unknown',
    fetch: world.fetch,
  });
  const spool = await openSpool(spoolFolder(config.homeFolder, config.dreamerName));
  const ranking = needsRanking(config) ? await rankingOf(client, onEvent, stopping) : [];
  const broken = new AbortController();
  const tellEngine = engineTeller(config, ranking, onEvent, problem =>
    broken.abort(new ConfigError([problem])),
  );
  const hosts = Array.from({ length: config.maxThreads }, () =>
    createEngineHost({
      module,
      options: config.engineOptions,
      startMs: config.preloadTimeoutSeconds * 1000,
      silenceMs: config.processTimeoutSeconds * 1000,
      cancelMs: timing.engineCancelMs,
      restMs: timing.engineRestMs,
      onEvent: tellEngine,
    }),
  );
  try {
    if (config.removeMaintenanceOnInit) await clearMaintenance(client, config.dreamerName, onEvent);
    await runDreamer({
      config,
      client,
      hosts,
      ranking,
      spool,
      world,
      timing,
      onEvent,
      stopping,
      stoppingNow,
      broken,
    });
  } finally {
    await Promise.all(hosts.map(host => host.close()));
    await spool.close();
    await guard.close();
  }
}

/**
 * Passes on what engines say, and once looks at what they can do and the owner wants.
 * @param giveUp told of a setting with which no engine, or none that is of use, will ever be up
 */
function engineTeller(
  config: WorkerConfig,
  ranking: readonly string[],
  onEvent: OnWorkerEvent,
  giveUp: (problem: string) => void,
): (event: EngineEvent) => void {
  let looked = false;
  return event => {
    if (event.type === 'log') return onEvent({ type: 'engine_log', line: event.line });
    if (event.type === 'starting') return onEvent({ type: 'engine', state: 'starting', message: 'starting' });
    if (event.type === 'unusable') return giveUp(event.reason);
    if (event.type === 'died') {
      const message = `${event.reason}; again in ${event.restartMs / 1000} s`;
      return onEvent({ type: 'engine', state: 'restarting', message });
    }
    const { models } = event.capabilities;
    const offered = offeredModels(config, models, ranking);
    onEvent({
      type: 'engine',
      state: 'ready',
      message: `${event.name} offers ${offered.join(', ') || 'no model'}`,
    });
    if (looked) return;
    looked = true;
    const warn = (message: string) => onEvent({ type: 'warning', message });
    for (const sentence of modelWarnings(config, models)) warn(sentence);
    if (offered.length === 0) {
      const has = Object.keys(models).join(', ') || 'no model';
      giveUp(
        `models_to_load: none of it can be offered; the engine has ${has}. Leave it empty to offer all of them`,
      );
    }
    const unchecked = offered.filter(model => !HARMLESS_BASELINES.has(models[model]?.baseline ?? ''));
    if (unchecked.length > 0) {
      warn(
        `Nobody looks at the pictures before they leave this machine: ${unchecked.join(', ')} can make unsafe ones`,
      );
    }
  };
}

/** Models by their use on the horde in the last 30 days, the most used first; without an answer none. */
async function rankingOf(
  client: HordeClient,
  onEvent: OnWorkerEvent,
  signal: AbortSignal,
): Promise<readonly string[]> {
  try {
    const { month = {} } = await client.imageModelTotals({ timeoutMs: RANKING_TIMEOUT_MS, signal });
    return Object.keys(month).sort((a, b) => month[b]! - month[a]!);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    const message = `Which models are used most is not known, so TOP and BOTTOM take any: ${reason}`;
    onEvent({ type: 'warning', message });
    return [];
  }
}

async function clearMaintenance(client: HordeClient, name: string, onEvent: OnWorkerEvent): Promise<void> {
  try {
    const { id, maintenance_mode } = await client.workerByName(name);
    if (maintenance_mode) await client.editWorker(id, { maintenance: false });
  } catch (error) {
    // At its first start the horde does not know the worker.
    if (error instanceof HordeApiError && error.status === 404) return;
    const reason = error instanceof Error ? error.message : String(error);
    onEvent({ type: 'warning', message: `Maintenance could not be cleared: ${reason}` });
  }
}
