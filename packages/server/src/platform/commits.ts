import type { Pool, PoolClient } from 'pg';
import { BusyError, isOutage } from './outages.ts';

/**
 * The commit pipeline: natural batching of the writes on the hot path.
 *
 * State machine: *idle* until a command arrives; then *busy*: one transaction is in flight, and the commands that
 * come meanwhile gather. When it ends, all that gathered go as the next transaction, and so on until nothing waits:
 * idle again. There is no timer: an idle pipeline starts at once, a loaded one shares one fsync among many commands.
 *
 * Within a batch the kinds run in the order in which they were registered, each with all its commands in one go, so
 * that a kind needs a handful of set-based statements whatever the size of the batch. `finishers` (the ledger, the
 * bus) run after all kinds, before COMMIT.
 *
 * Crash points: before COMMIT nothing happened and callers get the error; after COMMIT everything did. When the
 * connection dies while COMMIT is in flight the outcome is unknown: the batch is tried again, so each command must be
 * idempotent (it names its rows and events itself and takes "already there, by me" for success).
 */

/** What one command came to: its own value, or its own failure while the others go through. */
export type Outcome<Out> = { value: Out } | { failure: Error };

/** One batch as the kinds see it. */
export interface Batch {
  readonly client: PoolClient;
  /** The batch ran before and its COMMIT may have gone through: look before doing anything twice. */
  readonly again: boolean;
  /** Called after the transaction is durable, in order; must not throw. */
  afterCommit(fn: () => void): void;
  /** Slots for finishers: whatever the kinds leave here is theirs to write. */
  readonly left: Map<symbol, unknown[]>;
}

export interface CommandKind<In, Out> {
  readonly name: string;
  /** Runs all commands of a batch; returns outcomes in the order of `inputs`. */
  run(batch: Batch, inputs: readonly In[]): Promise<Outcome<Out>[]>;
}

export interface Finisher {
  readonly name: string;
  finish(batch: Batch): Promise<void>;
}

interface Pending {
  kind: CommandKind<unknown, unknown>;
  input: unknown;
  resolve(value: unknown): void;
  reject(error: Error): void;
}

export interface CommitStatistics {
  batches: number;
  commands: number;
  retries: number;
  largest: number;
}

/** Commands of one transaction: beyond some hundreds the cost is in the rows, not in the fsync. */
const BATCH_MAX = 512;
/** Commands waiting beyond this are refused at once: the database is too slow, and memory has an end. */
const PENDING_MAX = 50_000;
/** Serialization failure and deadlock. */
const RETRYABLE = /^40(001|P01)$/;
/** Some 20 seconds in all: long enough for a database that restarts. */
const RETRIES_MAX = 26;

/** The hot path is full; the caller may try again later. */
export class PipelineFullError extends BusyError {
  override readonly name = 'PipelineFullError';
}

export class CommitPipeline {
  readonly #pool: Pool;
  readonly #kinds: CommandKind<unknown, unknown>[] = [];
  readonly #finishers: Finisher[] = [];
  #pending: Pending[] = [];
  #running: Promise<void> | undefined;
  #onError: (error: Error, attempt: number) => void;
  readonly statistics: CommitStatistics = { batches: 0, commands: 0, retries: 0, largest: 0 };

  constructor(pool: Pool, onError: (error: Error, attempt: number) => void = () => {}) {
    this.#pool = pool;
    this.#onError = onError;
  }

  /** Kinds run in the order of registration. */
  register<In, Out>(kind: CommandKind<In, Out>): (input: In) => Promise<Out> {
    this.#kinds.push(kind as CommandKind<unknown, unknown>);
    return input => this.#submit(kind as CommandKind<unknown, unknown>, input) as Promise<Out>;
  }

  finishWith(finisher: Finisher): void {
    this.#finishers.push(finisher);
  }

  /** Resolves when everything submitted so far is settled. */
  async drain(): Promise<void> {
    while (this.#running) await this.#running;
  }

  #submit(kind: CommandKind<unknown, unknown>, input: unknown): Promise<unknown> {
    if (this.#pending.length >= PENDING_MAX) {
      return Promise.reject(new PipelineFullError(`${PENDING_MAX} commands wait for the database`));
    }
    const { promise, resolve, reject } = Promise.withResolvers<unknown>();
    this.#pending.push({ kind, input, resolve, reject });
    this.#running ??= this.#run();
    return promise;
  }

  async #run(): Promise<void> {
    // One turn of the event loop, so that commands of the same turn share the first batch.
    await new Promise(resolve => setImmediate(resolve));
    while (this.#pending.length > 0) {
      const commands = this.#pending.splice(0, BATCH_MAX);
      this.statistics.batches += 1;
      this.statistics.commands += commands.length;
      this.statistics.largest = Math.max(this.statistics.largest, commands.length);
      await this.#commit(commands);
    }
    this.#running = undefined;
  }

  /** @param again the commands ran before, and may have been committed */
  async #commit(commands: Pending[], again = false): Promise<void> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        await this.#transaction(commands, again || attempt > 1);
        return;
      } catch (error) {
        const failure = error instanceof Error ? error : new Error(String(error));
        this.#onError(failure, attempt);
        if (isRetryable(failure) && attempt < RETRIES_MAX) {
          this.statistics.retries += 1;
          await new Promise(resolve => setTimeout(resolve, Math.min(1000, 10 * 2 ** attempt)));
          continue;
        }
        // One bad command must not take the others with it: each goes alone.
        if (!isRetryable(failure) && commands.length > 1) {
          for (const command of commands) await this.#commit([command], again || attempt > 1);
          return;
        }
        for (const command of commands) command.reject(failure);
        return;
      }
    }
  }

  async #transaction(commands: Pending[], again: boolean): Promise<void> {
    const client = await this.#pool.connect();
    const after: (() => void)[] = [];
    const settle: (() => void)[] = [];
    let broken: Error | undefined;
    try {
      await client.query('BEGIN');
      const batch: Batch = { client, again, afterCommit: fn => after.push(fn), left: new Map() };
      for (const kind of this.#kinds) {
        const mine = commands.filter(command => command.kind === kind);
        if (mine.length === 0) continue;
        const outcomes = await kind.run(
          batch,
          mine.map(command => command.input),
        );
        mine.forEach((command, i) => {
          const outcome = outcomes[i];
          if (!outcome)
            throw new Error(`${kind.name}: ${outcomes.length} outcomes for ${mine.length} commands`);
          settle.push(() =>
            'value' in outcome ? command.resolve(outcome.value) : command.reject(outcome.failure),
          );
        });
      }
      for (const finisher of this.#finishers) await finisher.finish(batch);
      await client.query('COMMIT');
    } catch (error) {
      broken = error instanceof Error ? error : new Error(String(error));
      await client.query('ROLLBACK').catch(() => {});
      throw broken;
    } finally {
      client.release(broken && isRetryable(broken) ? broken : undefined);
    }
    for (const fn of after) fn();
    for (const fn of settle) fn();
  }
}

function isRetryable(error: Error & { code?: unknown }): boolean {
  return isOutage(error) || RETRYABLE.test(String(error.code));
}
