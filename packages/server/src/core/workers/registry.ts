import type { WorkerType } from '@openhorde/contract';
import { isOnline } from '@openhorde/rules';
import type { Executor } from '../../platform/db.ts';
import { type Worker, workerOf } from './worker.ts';

const SELECT = 'SELECT w.*, u.trusted AS owner_trusted FROM workers w JOIN users u ON u.id = w.user_id';

/**
 * All workers of the horde, in memory on every node: read at start, changed by check-ins here, and read again row by
 * row when another node says that it changed some. The table is the truth.
 */
export class WorkerRegistry {
  readonly #byId = new Map<string, Worker>();
  readonly #byName = new Map<string, Worker>();
  readonly #byUser = new Map<number, Set<Worker>>();
  readonly #database: Executor;
  /** Grows with every change that can make a request possible or impossible. */
  version = 0;

  constructor(database: Executor) {
    this.#database = database;
  }

  /** Reads all workers, or those with the given ids; ids without a row are dropped. */
  async load(ids?: readonly string[]): Promise<void> {
    const { rows } = ids
      ? await this.#database.query<never>(`${SELECT} WHERE w.id = ANY($1)`, [ids])
      : await this.#database.query<never>(SELECT);
    const seen = new Set<string>();
    for (const row of rows) {
      const worker = workerOf(row);
      seen.add(worker.id);
      const known = this.#byId.get(worker.id);
      // The latest check-in may be known here only.
      if (known) worker.lastCheckInMs = Math.max(worker.lastCheckInMs, known.lastCheckInMs);
      if (known) this.update(known, worker);
      else this.add(worker);
    }
    for (const id of ids ?? []) if (!seen.has(id)) this.remove(id);
  }

  all(): Iterable<Worker> {
    return this.#byId.values();
  }

  byId(id: string): Worker | undefined {
    return this.#byId.get(id);
  }

  byName(name: string): Worker | undefined {
    return this.#byName.get(name);
  }

  ofUser(userId: number): readonly Worker[] {
    return [...(this.#byUser.get(userId) ?? [])];
  }

  /** Workers seen within the last 300 seconds. */
  *online(nowMs: number, type?: WorkerType): Generator<Worker> {
    for (const worker of this.#byId.values()) {
      if ((type === undefined || worker.type === type) && isOnline(worker, nowMs)) yield worker;
    }
  }

  add(worker: Worker): void {
    this.#byId.set(worker.id, worker);
    this.#byName.set(worker.name, worker);
    const mine = this.#byUser.get(worker.userId);
    if (mine) mine.add(worker);
    else this.#byUser.set(worker.userId, new Set([worker]));
    this.version += 1;
  }

  /** Changes fields of a worker in place, and the index of names with them. */
  update(worker: Worker, fields: Partial<Worker>): void {
    if (fields.name !== undefined && fields.name !== worker.name) {
      this.#byName.delete(worker.name);
      this.#byName.set(fields.name, worker);
    }
    Object.assign(worker, fields);
    this.version += 1;
  }

  remove(id: string): void {
    const worker = this.#byId.get(id);
    if (!worker) return;
    this.#byId.delete(id);
    this.#byName.delete(worker.name);
    this.#byUser.get(worker.userId)?.delete(worker);
    this.version += 1;
  }
}
