import { type ChildProcess, fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import {
  type EngineCapabilities,
  EngineError,
  type ImageResult,
  type ImageTask,
  type Progress,
} from '@openhorde/inference/engine';
import { growing } from '../backOff.ts';
import { orAbort } from '../orAbort.ts';
import type { FromEngine, ToEngine } from './messages.ts';

/*
 * Keeps one engine process at work. Its states:
 *
 *   starting  forked and told which engine to build. `ready` → idle; dead, or not ready in time → resting.
 *   idle      has an engine and no task; a process that does not even say `alive` any more is killed.
 *   busy      one task. Result, fault or cancellation → idle. Dead → resting, and the task fails with EngineCrash.
 *             Without any progress for too long, or not giving up a cancelled task in time, it is killed.
 *   unusable  its settings cannot work, as it said before it was ever ready. It stays so until it is closed.
 *   resting   after a death, 1 s to 60 s, longer with each death that no finished task lies between → starting.
 *   closed    for good.
 *
 * While a task runs, `alive` does not count as a sign of life: a process may answer and its engine hang.
 */

/** The engine process died or was killed under a task. */
export class EngineCrash extends Error {
  override readonly name = 'EngineCrash';
}

export interface EngineHostSettings {
  /** Address of the engine module. */
  module: string;
  options: Record<string, unknown>;
  /** Milliseconds to start, and to load a model. */
  startMs: number;
  /** Milliseconds that a task may go without progress. */
  silenceMs: number;
  /** Milliseconds that a cancelled task may go on. */
  cancelMs: number;
  /** Rest after the first death, and the longest. */
  restMs: { first: number; longest: number };
  onEvent?: (event: EngineEvent) => void;
}

export type EngineEvent =
  | { type: 'starting' }
  | { type: 'ready'; name: string; capabilities: EngineCapabilities }
  | { type: 'died'; reason: string; restartMs: number }
  /** No restart would help. */
  | { type: 'unusable'; reason: string }
  | { type: 'log'; line: string };

export interface EngineHost {
  /** What the engine can do, as soon as there is one. Rejects when the host is closed. */
  ready(signal?: AbortSignal): Promise<EngineCapabilities>;
  /** False while there is no engine to give a task to. */
  isUp(): boolean;
  /**
   * Runs one task; waits for the engine to be up. One call at a time.
   * @throws EngineError, EngineCrash, or the reason of `signal`
   */
  run(task: ImageTask, onProgress: (progress: Progress) => void, signal: AbortSignal): Promise<ImageResult[]>;
  close(): Promise<void>;
}

interface Task {
  run: number;
  onProgress: (progress: Progress) => void;
  resolve: (results: ImageResult[]) => void;
  reject: (error: unknown) => void;
  cancelled: boolean;
}

const PROCESS_FILE = fileURLToPath(new URL('./engineProcess.ts', import.meta.url));
const CLOSE_MS = 5_000;
/** Lines of the standard error that explain a death. */
const LAST_WORDS = 3;

export function createEngineHost(settings: EngineHostSettings): EngineHost {
  let child: ChildProcess | undefined;
  let capabilities: EngineCapabilities | undefined;
  let up = Promise.withResolvers<EngineCapabilities>();
  let task: Task | undefined;
  let runs = 0;
  let deaths = 0;
  let wasReady = false;
  let closed = false;
  let watch: NodeJS.Timeout | undefined;
  let rest: NodeJS.Timeout | undefined;
  up.promise.catch(() => {});

  function start(): void {
    settings.onEvent?.({ type: 'starting' });
    // No flags of this process: a test runner's would make the child a test run.
    const born = fork(PROCESS_FILE, [], { serialization: 'advanced', execArgv: [], silent: true });
    child = born;
    let lastWords: string[] = [];
    let verdict: string | undefined;
    let unusable = false;
    let dead = false;

    const die = (reason: string) => {
      if (dead) return;
      dead = true;
      const words = lastWords.length > 0 ? `: ${lastWords.join(' ')}` : '';
      buried(verdict ?? `the engine process ended (${reason})${words}`, unusable);
    };
    const lookAfter = (ms: number, reason: string) => {
      clearTimeout(watch);
      watch = setTimeout(() => {
        verdict = reason;
        born.kill('SIGKILL');
      }, ms);
    };
    born.stdout?.setEncoding('utf8').on('data', text => log(text));
    born.stderr?.setEncoding('utf8').on('data', text => {
      lastWords = [...lastWords, ...log(text)].slice(-LAST_WORDS);
    });
    born.on('error', error => die(error.message));
    // One turn later, so that its last words have been read.
    born.on('exit', (code, signal) => setImmediate(die, signal ?? `exit code ${code}`));
    born.on('message', raw => {
      if (dead || child !== born) return;
      const message = raw as FromEngine;
      if (message.type === 'crash') verdict = `the engine failed: ${message.message}`;
      else if (message.type === 'unusable') {
        verdict = message.message;
        // What worked before may work again: a disk that is away for a while.
        unusable = !wasReady;
      } else listen(message, lookAfter);
    });
    lookAfter(settings.startMs, `the engine did not start within ${settings.startMs / 1000} s`);
    tell({ type: 'start', module: settings.module, options: settings.options });
  }

  function listen(
    message: Exclude<FromEngine, { type: 'crash' | 'unusable' }>,
    lookAfter: (ms: number, reason: string) => void,
  ) {
    const silent = `the engine fell silent for ${settings.silenceMs / 1000} s`;
    if (message.type === 'ready') {
      capabilities = message.capabilities;
      wasReady = true;
      settings.onEvent?.({ type: 'ready', name: message.name, capabilities });
      lookAfter(settings.silenceMs, silent);
      up.resolve(capabilities);
    } else if (message.type === 'alive') {
      if (capabilities && !task) lookAfter(settings.silenceMs, silent);
    } else if (task?.run === message.run) {
      const current = task;
      if (message.type === 'progress') {
        if (current.cancelled) return;
        const loading = message.progress.stage === 'loading';
        if (loading)
          lookAfter(settings.startMs, `the model was not loaded within ${settings.startMs / 1000} s`);
        else lookAfter(settings.silenceMs, silent);
        current.onProgress(message.progress);
        return;
      }
      task = undefined;
      lookAfter(settings.silenceMs, silent);
      if (message.type === 'result') {
        deaths = 0;
        current.resolve(message.results);
      } else if (message.type === 'fault') current.reject(new EngineError(message.reason, message.message));
      else current.reject(new DOMException('The task was cancelled', 'AbortError'));
    }
  }

  /** The process is gone: its task fails, and after a rest there is a new one, unless none can be of use. */
  function buried(reason: string, unusable: boolean): void {
    clearTimeout(watch);
    const lost = task;
    task = undefined;
    child = undefined;
    if (capabilities) {
      capabilities = undefined;
      up = Promise.withResolvers();
      up.promise.catch(() => {});
    }
    if (unusable) settings.onEvent?.({ type: 'unusable', reason });
    else if (!closed) {
      const restartMs = growing(++deaths, settings.restMs);
      settings.onEvent?.({ type: 'died', reason, restartMs });
      rest = setTimeout(start, restartMs);
    }
    lost?.reject(new EngineCrash(reason));
  }

  function log(text: string): string[] {
    const lines = text.split(/\r?\n/).filter(line => line.trim() !== '');
    for (const line of lines) settings.onEvent?.({ type: 'log', line });
    return lines;
  }

  function tell(message: ToEngine): void {
    // A process that has just died cannot be told anything; its exit is handled where it is noticed.
    child?.send(message, () => {});
  }

  async function ready(signal?: AbortSignal): Promise<EngineCapabilities> {
    if (closed) throw new EngineCrash('the engine was closed');
    return signal ? orAbort(up.promise, signal) : up.promise;
  }

  async function run(
    wanted: ImageTask,
    onProgress: Task['onProgress'],
    signal: AbortSignal,
  ): Promise<ImageResult[]> {
    while (!capabilities) await ready(signal);
    signal.throwIfAborted();
    if (task) throw new Error('The engine is busy: one task at a time');
    const number = ++runs;
    const result = Promise.withResolvers<ImageResult[]>();
    task = { run: number, onProgress, ...result, cancelled: false };
    const own = task;
    const cancel = () => {
      own.cancelled = true;
      tell({ type: 'cancel', run: number });
      const victim = child;
      clearTimeout(watch);
      watch = setTimeout(() => victim?.kill('SIGKILL'), settings.cancelMs);
    };
    signal.addEventListener('abort', cancel, { once: true });
    tell({ type: 'run', run: number, task: wanted });
    try {
      return await result.promise;
    } catch (error) {
      // Whatever a cancelled task ended with, cancelling was the cause.
      throw signal.aborted ? signal.reason : error;
    } finally {
      signal.removeEventListener('abort', cancel);
    }
  }

  async function close(): Promise<void> {
    if (closed) return;
    closed = true;
    clearTimeout(rest);
    up.reject(new EngineCrash('the engine was closed'));
    const last = child;
    if (!last || last.exitCode !== null || last.signalCode !== null) return;
    const gone = new Promise(resolve => last.once('exit', resolve));
    tell({ type: 'close' });
    clearTimeout(watch);
    watch = setTimeout(() => last.kill('SIGKILL'), CLOSE_MS);
    await gone;
    clearTimeout(watch);
  }

  start();
  return { ready, isUp: () => capabilities !== undefined, run, close };
}
