import type { RequestCounters } from '../board/index.ts';

/** The columns of `requests` that change while it lives. */
export interface CountersRow extends Record<string, unknown> {
  id: string;
  jobs: number;
  waiting: number;
  processing: number;
  finished: number;
  restarted: number;
  faulted: boolean;
  cancelled: boolean;
  consumed: number;
  expires_at: Date;
  /** Kudos are held for it. */
  upfront: boolean;
  shared_key_id: string | null;
  version: number;
}

export const COUNTER_COLUMNS =
  'r.id, r.jobs, r.waiting, r.processing, r.finished, r.restarted, r.faulted, r.cancelled, r.consumed, r.expires_at, r.upfront, r.shared_key_id, r.version';

export function countersOf(row: CountersRow): RequestCounters {
  return {
    jobs: row.jobs,
    waiting: row.waiting,
    processing: row.processing,
    finished: row.finished,
    restarted: row.restarted,
    faulted: row.faulted,
    cancelled: row.cancelled,
    consumedCents: Math.round(Number(row.consumed) * 100),
    expiresAtMs: row.expires_at.getTime(),
    version: row.version,
  };
}
