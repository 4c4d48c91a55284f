import type { WorkerType } from '@openhorde/contract';
import type { Executor } from '../../platform/db.ts';
import type { JobProgress } from '../requests/index.ts';

/** A job at a worker. */
export interface RunningJob {
  id: string;
  kind: WorkerType;
  requestId: string;
  workerId: string;
  model: string;
  startedAtMs: number;
  deadlineAtMs: number;
  /** Handed to a paused worker for show. */
  fake: boolean;
  progress: JobProgress | undefined;
}

interface Row {
  id: string;
  kind: WorkerType;
  request_id: string;
  worker_id: string;
  model: string;
  started_at: Date;
  deadline_at: Date;
  fake: boolean;
}

/** The jobs at workers as far as this node knows, in memory: for submits, progress and waiting times. The table is the truth. */
export class RunningJobs {
  readonly #jobs = new Map<string, RunningJob>();
  readonly #byRequest = new Map<string, Set<RunningJob>>();
  readonly #database: Executor;

  constructor(database: Executor) {
    this.#database = database;
  }

  get size(): number {
    return this.#jobs.size;
  }

  /** Reads all that run: after a start, and after a gap. Those that ended meanwhile are forgotten. */
  async load(): Promise<void> {
    // One that is handed out while the others are read is not looked for among them.
    const ended = new Set(this.#jobs.keys());
    for (const job of await this.#read("j.state = 'processing'", [])) {
      if (!ended.delete(job.id)) this.add(job);
    }
    for (const id of ended) this.remove(id);
  }

  /** The job if it still runs; asks the database for one that another node handed out. */
  async find(id: string): Promise<RunningJob | undefined> {
    const known = this.#jobs.get(id);
    if (known) return known;
    const [job] = await this.#read("j.id = $1 AND j.state = 'processing'", [id]);
    if (job) this.add(job);
    return job && this.#jobs.get(id);
  }

  /** The job if this node knows it. */
  get(id: string): RunningJob | undefined {
    return this.#jobs.get(id);
  }

  ofRequest(requestId: string): Iterable<RunningJob> {
    return this.#byRequest.get(requestId) ?? [];
  }

  add(job: RunningJob): void {
    if (this.#jobs.has(job.id)) return;
    this.#jobs.set(job.id, job);
    const siblings = this.#byRequest.get(job.requestId);
    if (siblings) siblings.add(job);
    else this.#byRequest.set(job.requestId, new Set([job]));
  }

  remove(id: string): void {
    const job = this.#jobs.get(id);
    if (!job) return;
    this.#jobs.delete(id);
    const siblings = this.#byRequest.get(job.requestId);
    siblings?.delete(job);
    if (siblings?.size === 0) this.#byRequest.delete(job.requestId);
  }

  removeRequest(requestId: string): void {
    for (const job of [...this.ofRequest(requestId)]) this.remove(job.id);
  }

  /** Forgets those whose time is up: wherever they ended, their results are not awaited any more. */
  forgetOverdue(nowMs: number): void {
    for (const job of this.#jobs.values()) if (job.deadlineAtMs < nowMs) this.remove(job.id);
  }

  async #read(condition: string, values: unknown[]): Promise<RunningJob[]> {
    const { rows } = await this.#database.query<Row & Record<string, unknown>>(
      `SELECT j.id, r.kind, j.request_id, j.worker_id, j.model, j.started_at, j.deadline_at, j.fake
       FROM jobs j JOIN requests r ON r.id = j.request_id WHERE ${condition}`,
      values,
    );
    return rows.map(row => ({
      id: row.id,
      kind: row.kind,
      requestId: row.request_id,
      workerId: row.worker_id,
      model: row.model,
      startedAtMs: row.started_at.getTime(),
      deadlineAtMs: row.deadline_at.getTime(),
      fake: row.fake,
      progress: undefined,
    }));
  }
}
