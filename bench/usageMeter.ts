import type { Meter } from './lanes.ts';
import { type Usage, usageOf } from './processes.ts';

/** Measures the processor time and memory of a server's processes during a scenario. */
export class UsageMeter implements Meter {
  readonly #pids: readonly number[];
  #before: Usage | undefined;
  #after: Usage | undefined;
  readonly #spent: Usage['cpuSeconds'] = { node: 0, postgres: 0, other: 0 };

  /** @param pids first processes of the server; empty: nothing is known */
  constructor(pids: readonly number[]) {
    this.#pids = pids;
  }

  async start(): Promise<void> {
    if (this.#pids.length > 0) this.#before = await usageOf(this.#pids);
  }

  async stop(): Promise<void> {
    if (!this.#before) return;
    this.#after = await usageOf(this.#pids);
    for (const part of ['node', 'postgres', 'other'] as const) {
      this.#spent[part] += this.#after.cpuSeconds[part] - this.#before.cpuSeconds[part];
    }
  }

  /** Processor seconds between starts and stops, and memory at the last stop. */
  result(): { cpuSeconds?: Usage['cpuSeconds']; memoryMB?: Usage['memoryMB'] } {
    return this.#after ? { cpuSeconds: this.#spent, memoryMB: this.#after.memoryMB } : {};
  }
}
