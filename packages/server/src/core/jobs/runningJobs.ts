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
  /** Its time ran out while the horde was away: no fault of its worker. */
  excused?: boolean | undefined;
  progress: JobProgress | undefined;
}

/** After a start workers need so long to find the horde again and hand in what they have. */
const RETURN_MS = 120_000;

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

/** The jobs at workers, in memory: for submits, waiting times and the search for jobs whose time is up. */
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

  /** After a start. */
  async load(nowMs: number): Promise<void> {
    for (const job of await this.#read("j.state = 'processing'", [])) {
      this.add({ ...job, excused: job.deadlineAtMs < nowMs + RETURN_MS });
    }
  }

  /** The job if it still runs; asks the database for one that another node handed out. */
  async find(id: string): Promise<RunningJob | undefined> {
    const known = this.#jobs.get(id);
    if (known) return known;
    const [job] = await this.#read("j.id = $1 AND j.state = 'processing'", [id]);
    if (job) this.add(job);
    return job;
  }

  /** The job if this node knows it. */
  get(id: string): RunningJob | undefined {
    return this.#jobs.get(id);
  }

  ofRequest(requestId: string): Iterable<RunningJob> {
    return this.#byRequest.get(requestId) ?? [];
  }

  add(job: RunningJob): void {
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

  *overdue(nowMs: number): Generator<RunningJob> {
    for (const job of this.#jobs.values()) if (job.deadlineAtMs < nowMs) yield job;
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
