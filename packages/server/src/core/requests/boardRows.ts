import type { WorkerType } from '@openhorde/contract';
import { PROMPT_HEAD_CHARACTERS } from '@openhorde/rules';
import type { Executor } from '../../platform/db.ts';
import type { NewEntry } from '../board/index.ts';
import { type CountersRow, countersOf } from './counters.ts';

const COLUMNS = `
  r.id, r.kind, r.parent_id, r.user_id, r.created_at, r.expires_at, r.order_key, r.jobs, r.waiting, r.processing, r.finished, r.restarted,
  r.faulted, r.cancelled, r.things, r.price, r.consumed, r.matching,
  left(r.prompt, ${PROMPT_HEAD_CHARACTERS}) AS prompt_head, r.prompt_length, r.held_bytes, r.shared, r.result_as_url,
  (SELECT array_agg(DISTINCT j.worker_id) FROM jobs j WHERE j.request_id = r.id AND j.fake) AS tricked`;

/** Before all ids. */
export const NO_ID = '00000000-0000-0000-0000-000000000000';

/** Rows read at a time when the whole queue is read. */
const PAGE = 5000;

interface Row extends CountersRow {
  kind: WorkerType;
  parent_id: string | null;
  user_id: number;
  created_at: Date;
  order_key: number;
  things: number;
  price: number;
  matching: unknown;
  prompt_head: string;
  prompt_length: number;
  held_bytes: number;
  shared: boolean;
  result_as_url: boolean;
  tricked: string[] | null;
}

function entryOf(row: Row): NewEntry<unknown> {
  return {
    ...countersOf(row),
    id: row.id,
    kind: row.kind,
    parentId: row.parent_id,
    userId: row.user_id,
    createdAtMs: row.created_at.getTime(),
    orderKey: row.order_key,
    things: row.things,
    priceCents: Math.round(row.price * 100),
    requirements: row.matching,
    promptHead: row.prompt_head,
    promptLength: row.prompt_length,
    heldBytes: row.held_bytes,
    shared: row.shared,
    resultAsUrl: row.result_as_url,
    ...(row.tricked && { tricked: new Set(row.tricked) }),
  };
}

/** Requests with these ids that have not expired. */
export async function readRequests(
  database: Executor,
  ids: readonly string[],
  nowMs: number,
): Promise<NewEntry<unknown>[]> {
  const { rows } = await database.query<Row>(
    `SELECT ${COLUMNS} FROM requests r WHERE r.id = ANY($1) AND r.expires_at > $2`,
    [ids, new Date(nowMs)],
  );
  return rows.map(entryOf);
}

/** All requests that have not expired and were not taken back, oldest first, in pages. */
export async function* readAllRequests(
  database: Executor,
  nowMs: number,
): AsyncGenerator<NewEntry<unknown>[]> {
  let after = { created_at: new Date(0), id: NO_ID };
  for (;;) {
    const { rows } = await database.query<Row>(
      `SELECT ${COLUMNS} FROM requests r
       WHERE r.expires_at > $3 AND (r.created_at, r.id) > ($1, $2) AND NOT (r.cancelled AND r.processing = 0)
       ORDER BY r.created_at, r.id LIMIT ${PAGE}`,
      [after.created_at, after.id, new Date(nowMs)],
    );
    if (rows.length > 0) yield rows.map(entryOf);
    if (rows.length < PAGE) return;
    after = rows.at(-1)!;
  }
}
