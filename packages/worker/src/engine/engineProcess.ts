/**
 * The process that an engine runs in: a native library that aborts, or a model that never ends, costs a job and not the
 * worker. It is started by `engineHost.ts`, runs one task at a time, and ends when the worker does.
 */
import type { EngineFault, ImageEngine, ImageTask } from '@openhorde/inference/engine';
import type { EngineModule, FromEngine, ToEngine } from './messages.ts';

const ALIVE_INTERVAL_MS = 1_000;

let engine: ImageEngine | undefined;
/** Only the first task of a model has to wait for it, as far as this process knows. */
let loadedModel: string | undefined;
let running: { run: number; abort: AbortController } | undefined;

// Ctrl-C reaches every process of a terminal; the worker decides what becomes of the job.
process.on('SIGINT', () => {});
process.on('SIGTERM', () => {});
process.on('disconnect', () => process.exit(0));
process.on('message', message => {
  handle(message as ToEngine).catch(crash);
});
setInterval(() => say({ type: 'alive' }), ALIVE_INTERVAL_MS).unref();

async function handle(message: ToEngine): Promise<void> {
  switch (message.type) {
    case 'start':
      return start(message.module, message.options);
    case 'run':
      return run(message.run, message.task);
    case 'cancel':
      if (running?.run === message.run) running.abort.abort(new DOMException('cancelled', 'AbortError'));
      return;
    case 'close':
      running?.abort.abort(new DOMException('closed', 'AbortError'));
      await engine?.close();
      process.exit(0);
  }
}

async function start(moduleUrl: string, options: Record<string, unknown>): Promise<void> {
  try {
    const module = (await import(moduleUrl)) as Partial<EngineModule>;
    if (typeof module.createEngine !== 'function')
      return end({ type: 'unusable', message: `engine: ${moduleUrl} exports no createEngine` });
    engine = await module.createEngine(options);
    say({ type: 'ready', name: engine.name, capabilities: await engine.capabilities() });
  } catch (error) {
    if (!isEngineError(error) && !isMissingModule(error)) throw error;
    end({ type: 'unusable', message: error.message });
  }
}

async function run(number: number, task: ImageTask): Promise<void> {
  if (!engine) throw new Error('A task came before the engine was started');
  const abort = new AbortController();
  running = { run: number, abort };
  try {
    if (task.model !== loadedModel) {
      say({ type: 'progress', run: number, progress: { step: 0, steps: task.steps, stage: 'loading' } });
    }
    await engine.load(task.model);
    loadedModel = task.model;
    abort.signal.throwIfAborted();
    const results = await engine.generate(
      task,
      progress => say({ type: 'progress', run: number, progress }),
      abort.signal,
    );
    say({ type: 'result', run: number, results });
  } catch (error) {
    if (abort.signal.aborted) return say({ type: 'cancelled', run: number });
    if (!isEngineError(error)) throw error;
    say({ type: 'fault', run: number, reason: error.reason, message: error.message });
  } finally {
    running = undefined;
  }
}

/** By name, not by class: an engine module may bring its own copy of the inference package. */
function isEngineError(error: unknown): error is Error & { reason: EngineFault } {
  return error instanceof Error && error.name === 'EngineError' && 'reason' in error;
}

function isMissingModule(error: unknown): error is Error {
  return error instanceof Error && 'code' in error && error.code === 'ERR_MODULE_NOT_FOUND';
}

function crash(error: unknown): void {
  const message = error instanceof Error ? error.message : String(error);
  console.error(error);
  end({ type: 'crash', message });
}

function end(lastMessage: FromEngine): void {
  if (!process.connected) process.exit(1);
  process.send?.(lastMessage, () => process.exit(1));
}

function say(message: FromEngine): void {
  if (process.connected) process.send?.(message);
}
