import type { Pool, PoolClient } from 'pg';
import { BusyError, isOutage } from './outages.ts';
import { isRetryable } from './postgresCodes.ts';
import { world } from './world.ts';

/**
 * The commit pipeline: natural batching of the writes on the hot path.
 *
 * State machine: *idle* until a command arrives; then *busy*: one transaction is in flight, and the commands that
 * come meanwhile gather. When it ends, all that gathered go as the next transaction, and so on until nothing waits:
 * idle again. There is no timer: an idle pipeline starts at once, a loaded one shares one fsync among many commands.
 *
 * Within a batch the kinds run one after another, in a set order, each with all its commands in one go, so that a kind
 * needs a handful of set-based statements whatever the size of the batch. `finishers` (the ledger, the webhooks) run
 * after all kinds, in theirs, before COMMIT.
 *
 * Crash points: before COMMIT nothing happened and callers get the error; after COMMIT everything did. When the
 * connection dies while COMMIT is in flight the outcome is unknown: the batch is tried again, so each command must be
 * idempotent (it names its rows and events itself and takes "already there, by me" for success). What listens for the
 * commit (`afterCommit`) comes after the deed: its failure is reported and changes nothing for the caller.
 */

/** What one command came to: its own value, or its own failure while the others go through. */
export type Outcome<Out> = { value: Out } | { failure: Error };

/** One batch as the kinds see it. */
export interface Batch {
  readonly client: PoolClient;
  /** The batch ran before and its COMMIT may have gone through: look before doing anything twice. */
  readonly again: boolean;
  /** When it began, in milliseconds since 1970: what its rows say that they were written. */
  readonly atMs: number;
  /** Called after the transaction is durable, in order. What it throws is reported, and no caller sees it. */
  afterCommit(fn: () => void): void;
}

/** A place in each batch, where commands leave what a finisher is to write. */
export class Slot<Item> {
  readonly #left = new WeakMap<Batch, Item[]>();

  leave(batch: Batch, item: Item): void {
    const items = this.#left.get(batch);
    if (items) items.push(item);
    else this.#left.set(batch, [item]);
  }

  /** What was left in a batch, in that order. */
  of(batch: Batch): readonly Item[] {
    return this.#left.get(batch) ?? [];
  }
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

/** What a batch runs, by name and in this order. */
export interface BatchOrder {
  commands: readonly string[];
  finishers: readonly string[];
}

export interface PipelineSettings extends Partial<CommitReport> {
  /** Absent: as they are registered. */
  order?: BatchOrder;
  /** Milliseconds since 1970. Default: the system's clock. */
  now?(): number;
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

/** Where what goes wrong is told. */
export interface CommitReport {
  notCommitted(error: Error, attempt: number): void;
  /** The batch is committed. */
  listenerFailed(error: unknown): void;
}

/** Commands of one transaction: beyond some hundreds the cost is in the rows, not in the fsync. */
const BATCH_MAX = 512;
/** Commands waiting beyond this are refused at once: the database is too slow, and memory has an end. */
const PENDING_MAX = 50_000;
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
  readonly #report: CommitReport;
  readonly #order: BatchOrder | undefined;
  readonly #now: () => number;
  readonly statistics: CommitStatistics = { batches: 0, commands: 0, retries: 0, largest: 0 };

  constructor(pool: Pool, { order, now = world.now, ...report }: PipelineSettings = {}) {
    this.#pool = pool;
    this.#report = { notCommitted() {}, listenerFailed() {}, ...report };
    this.#order = order;
    this.#now = now;
  }

  /** @throws Error for a kind that has no place in the order */
  register<In, Out>(kind: CommandKind<In, Out>): (input: In) => Promise<Out> {
    insert(this.#kinds, kind as CommandKind<unknown, unknown>, this.#order?.commands);
    return input => this.#submit(kind as CommandKind<unknown, unknown>, input) as Promise<Out>;
  }

  /** @throws Error for a finisher that has no place in the order */
  finishWith(finisher: Finisher): void {
    insert(this.#finishers, finisher, this.#order?.finishers);
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
        this.#report.notCommitted(failure, attempt);
        if (mayRetry(failure) && attempt < RETRIES_MAX) {
          this.statistics.retries += 1;
          await new Promise(resolve => setTimeout(resolve, Math.min(1000, 10 * 2 ** attempt)));
          continue;
        }
        // One bad command must not take the others with it: each goes alone.
        if (!mayRetry(failure) && commands.length > 1) {
          for (const command of commands) await this.#commit([command], true);
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
    let isLost = false;
    try {
      await client.query('BEGIN');
      const batch: Batch = { client, again, atMs: this.#now(), afterCommit: fn => after.push(fn) };
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
      await client.query('ROLLBACK').catch(() => {
        isLost = true;
      });
      throw error;
    } finally {
      client.release(isLost);
    }
    for (const fn of after) {
      try {
        fn();
      } catch (error) {
        this.#report.listenerFailed(error);
      }
    }
    for (const fn of settle) fn();
  }
}

function insert<Named extends { readonly name: string }>(
  list: Named[],
  one: Named,
  order: readonly string[] | undefined,
): void {
  list.push(one);
  if (!order) return;
  if (!order.includes(one.name)) throw new Error(`${one.name} has no place in the order of a batch`);
  list.sort((a, b) => order.indexOf(a.name) - order.indexOf(b.name));
}

const mayRetry = (error: Error): boolean => isOutage(error) || isRetryable(error);
