import { parseUuid, type WorkerType } from '@openhorde/contract';
import { isOnline } from '@openhorde/rules';
import type { Executor } from '../../platform/db.ts';
import { type Worker, workerOf } from './worker.ts';

const SELECT = 'SELECT w.*, u.trusted AS owner_trusted FROM workers w JOIN users u ON u.id = w.user_id';

/**
 * All workers of the horde, in memory on every node: read at start, changed by check-ins here, and read again row by
 * row when another node says that it changed some. The table is the truth: a worker that this node has not heard of is
 * looked up there (`find`, `findByName`) before a caller is told that there is none.
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

  /** Reads all workers, or those with the given ids; those without a row are dropped. */
  async load(ids?: readonly string[]): Promise<void> {
    // One that is registered while the others are read is not looked for among them.
    const expected = ids ?? [...this.#byId.keys()];
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
    for (const id of expected) if (!seen.has(id)) this.remove(id);
  }

  /** The worker with this id; asks the database for one that this node has not heard of. */
  async find(id: string): Promise<Worker | undefined> {
    const key = parseUuid(id);
    if (key === undefined) return undefined;
    if (!this.#byId.has(key)) await this.load([key]);
    return this.#byId.get(key);
  }

  /** The worker of this name; asks the database for one that this node has not heard of. */
  async findByName(name: string): Promise<Worker | undefined> {
    // Nothing is called by what the database cannot even hold.
    if (!this.#byName.has(name) && !name.includes('\0')) {
      const { rows } = await this.#database.query<{ id: string }>('SELECT id FROM workers WHERE name = $1', [
        name,
      ]);
      if (rows.length > 0) await this.load(rows.map(row => row.id));
    }
    return this.#byName.get(name);
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

  /** @returns the worker as it is known here: another object, when another call has looked it up meanwhile */
  add(worker: Worker): Worker {
    const known = this.#byId.get(worker.id);
    if (known) return known;
    this.#byId.set(worker.id, worker);
    this.#byName.set(worker.name, worker);
    const mine = this.#byUser.get(worker.userId);
    if (mine) mine.add(worker);
    else this.#byUser.set(worker.userId, new Set([worker]));
    this.version += 1;
    return worker;
  }

  /** Changes fields of a worker in place, and the index of names with them. */
  update(worker: Worker, fields: Partial<Worker>): void {
    if (fields.name !== undefined && fields.name !== worker.name) {
      this.#freeName(worker);
      this.#byName.set(fields.name, worker);
    }
    Object.assign(worker, fields);
    this.version += 1;
  }

  remove(id: string): void {
    const worker = this.#byId.get(id);
    if (!worker) return;
    this.#byId.delete(id);
    this.#freeName(worker);
    const mine = this.#byUser.get(worker.userId);
    mine?.delete(worker);
    if (mine?.size === 0) this.#byUser.delete(worker.userId);
    this.version += 1;
  }

  /** Another one may have taken the name already, on a node that was quicker. */
  #freeName(worker: Worker): void {
    if (this.#byName.get(worker.name) === worker) this.#byName.delete(worker.name);
  }
}
