import { createClient, type HordeClient } from '@openhorde/sdk';
import type { WorkerConfig } from './config/config.ts';
import { runDreamer } from './dreamer/dreamer.ts';
import { missingModels, offeredModels } from './dreamer/popRequest.ts';
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
  /** Resolves when the worker has stopped; rejects with what made it impossible to go on. */
  stopped: Promise<void>;
  /** First call: take no more jobs, finish and deliver those at work. Second call: give up those at work, too. */
  stop(): void;
}

/** Baselines that can make nothing but harmless pictures. */
const HARMLESS_BASELINES = new Set(['openhorde_tiny']);

/**
 * Starts a Dreamer. What it meets on the way comes as events; it stops only when told, when its disk fails, or after faults
 * in a row where the settings ask for that.
 */
export function startWorker(config: WorkerConfig, options: StartWorkerOptions = {}): RunningWorker {
  const stopping = new AbortController();
  const stoppingNow = new AbortController();
  const stop = () =>
    (stopping.signal.aborted ? stoppingNow : stopping).abort(new Error('The worker was stopped'));
  const { signal } = options;
  if (signal?.aborted) stop();
  else signal?.addEventListener('abort', stop, { once: true });
  const stopped = run(config, options, stopping.signal, stoppingNow.signal).finally(() => {
    signal?.removeEventListener('abort', stop);
    options.onEvent?.({ type: 'stopped' });
  });
  return { stopped, stop };
}

async function run(
  config: WorkerConfig,
  options: StartWorkerOptions,
  stopping: AbortSignal,
  stoppingNow: AbortSignal,
): Promise<void> {
  const onEvent: OnWorkerEvent = options.onEvent ?? (() => {});
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
  const tellEngine = engineTeller(config, onEvent);
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
    await runDreamer({ config, client, hosts, spool, world, timing, onEvent, stopping, stoppingNow });
  } finally {
    await Promise.all(hosts.map(host => host.close()));
    await spool.close();
    await guard.close();
  }
}

/** Passes on what engines say, and once looks at what they can do and the owner wants. */
function engineTeller(config: WorkerConfig, onEvent: OnWorkerEvent): (event: EngineEvent) => void {
  let looked = false;
  return event => {
    if (event.type === 'log') return onEvent({ type: 'engine_log', line: event.line });
    if (event.type === 'starting') return onEvent({ type: 'engine', state: 'starting', message: 'starting' });
    if (event.type === 'died') {
      const message = `${event.reason}; again in ${event.restartMs / 1000} s`;
      return onEvent({ type: 'engine', state: 'restarting', message });
    }
    const models = Object.keys(event.capabilities.models);
    const offered = offeredModels(config, models);
    onEvent({
      type: 'engine',
      state: 'ready',
      message: `${event.name} offers ${offered.join(', ') || 'no model'}`,
    });
    if (looked) return;
    looked = true;
    const warn = (message: string) => onEvent({ type: 'warning', message });
    const missing = missingModels(config, models);
    if (missing.length > 0) warn(`models_to_load names what the engine does not have: ${missing.join(', ')}`);
    if (offered.length === 0) warn('There is no model to offer, so no job will come');
    const unchecked = offered.filter(
      model => !HARMLESS_BASELINES.has(event.capabilities.models[model]?.baseline ?? ''),
    );
    if (unchecked.length > 0) {
      warn(
        `Nobody looks at the pictures before they leave this machine: ${unchecked.join(', ')} can make unsafe ones`,
      );
    }
  };
}

async function clearMaintenance(client: HordeClient, name: string, onEvent: OnWorkerEvent): Promise<void> {
  try {
    const { id, maintenance_mode } = await client.workerByName(name);
    if (maintenance_mode) await client.editWorker(id, { maintenance: false });
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    onEvent({ type: 'warning', message: `Maintenance could not be cleared: ${reason}` });
  }
}
