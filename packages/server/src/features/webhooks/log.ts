import { rfc822, type WebhookDelivery, type WebhookState } from '@openhorde/contract';
import type { Executor } from '../../platform/db.ts';

const PAGE_ROWS = 25;
/** Looking further back would read all that lies before it. */
const PAGE_MAX = 1_000;

interface Row extends Record<string, unknown> {
  job_id: string;
  request_id: string;
  kind: string;
  host: string;
  state: WebhookState;
  attempts: number;
  status: number | null;
  error: string | null;
  created_at: Date;
  attempted_at: Date | null;
  due_at: Date | null;
  ended_at: Date | null;
}

const SELECT = `
  SELECT job_id, request_id, kind, host, state, attempts, status, error, created_at, attempted_at, due_at, ended_at
  FROM webhook_deliveries WHERE user_id = $1
  ORDER BY created_at DESC, job_id LIMIT ${PAGE_ROWS + 1} OFFSET $2`;

/** A page of the deliveries of an account, newest first; the first page is 1. */
export async function readLog(
  on: Executor,
  userId: number,
  page: number,
): Promise<{ deliveries: WebhookDelivery[]; more: boolean }> {
  const before = (Math.min(Math.max(page, 1), PAGE_MAX) - 1) * PAGE_ROWS;
  const { rows } = await on.query<Row>(SELECT, [userId, before]);
  return { deliveries: rows.slice(0, PAGE_ROWS).map(entryOf), more: rows.length > PAGE_ROWS };
}

function entryOf(row: Row): WebhookDelivery {
  return {
    id: row.job_id,
    request: row.request_id,
    kind: row.kind,
    host: row.host,
    state: row.state,
    attempts: row.attempts,
    status: row.status,
    error: row.error,
    created: rfc822(row.created_at.getTime()),
    attempted: printed(row.attempted_at),
    next: printed(row.due_at),
    ended: printed(row.ended_at),
  };
}

const printed = (time: Date | null): string | null => time && rfc822(time.getTime());
