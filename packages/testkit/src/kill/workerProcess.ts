import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { WorkerEvent } from '@openhorde/worker';

const MAIN = fileURLToPath(new URL('./workerMain.ts', import.meta.url));

/** A Dreamer in a process of its own, which can be killed and started again with the same settings and folder. */
export class WorkerProcess {
  readonly #settings: Record<string, unknown>;
  readonly #onEvent: (event: WorkerEvent) => void;
  #child: ChildProcess | undefined;

  constructor(settings: Record<string, unknown>, onEvent: (event: WorkerEvent) => void) {
    this.#settings = settings;
    this.#onEvent = onEvent;
    this.start();
  }

  start(): void {
    const child = spawn(process.execPath, [MAIN, JSON.stringify(this.#settings)], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    createInterface({ input: child.stdout }).on('line', line => this.#onEvent(JSON.parse(line)));
    this.#child = child;
  }

  /** `kill -9`: its present work is lost, but for its spool. */
  async kill(): Promise<void> {
    const child = this.#child;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const exited = once(child, 'exit');
    child.kill('SIGKILL');
    await exited;
  }
}
