import type { WorkerType } from '@openhorde/contract';
import type { CommandKind } from '../../platform/commits.ts';
import { type KudosEvent, post } from '../kudos/index.ts';
import { tallyUser } from '../stats/index.ts';

/** A row of `requests` as it is born: column names, values as PostgreSQL's JSON reads them. */
export interface NewRequestRow {
  id: string;
  kind: WorkerType;
  parent_id: string | null;
  user_id: number;
  shared_key_id: string | null;
  created_at: string;
  expires_at: string;
  order_key: number;
  jobs: number;
  waiting: number;
  processing: number;
  finished: number;
  restarted: number;
  faulted: boolean;
  cancelled: boolean;
  /** The tax counts as consumed. */
  consumed: number;
  things: number;
  price: number;
  matching: unknown;
  payload: unknown;
  prompt: string;
  client_agent: string;
  ip: string | null;
  webhook: string | null;
  shared: boolean;
  result_as_url: boolean;
}

export interface Activation {
  row: NewRequestRow;
  /** The horde tax. */
  event: KudosEvent;
}

const COLUMNS =
  'id, kind, parent_id, user_id, shared_key_id, created_at, expires_at, order_key, jobs, waiting, processing, finished, ' +
  'restarted, faulted, cancelled, consumed, things, price, matching, payload, prompt, client_agent, ip, webhook, shared, result_as_url';

// "Already there" is success: the id is the caller's own.
const INSERT = `
  INSERT INTO requests (${COLUMNS}) SELECT ${COLUMNS} FROM json_populate_recordset(NULL::requests, $1)
  ON CONFLICT (id) DO NOTHING RETURNING id`;

/**
 * Puts requests into the queue: row, tax and record in one transaction, so that nothing waits without its price. Those
 * of one call go in together.
 */
export const activateRequests: CommandKind<readonly Activation[], void> = {
  name: 'activate',
  async run(batch, calls) {
    const activations = calls.flat();
    const { rows } = await batch.client.query<{ id: string }>({
      name: 'activate',
      text: INSERT,
      values: [JSON.stringify(activations.map(a => a.row))],
    });
    const fresh = new Set(rows.map(row => row.id));
    for (const { row, event } of activations) {
      if (!fresh.has(row.id)) continue;
      if (event.movements.length > 0) post(batch, event);
      tallyUser(batch, { userId: row.user_id, record: 'request', kind: row.kind, value: 1 });
    }
    return calls.map(() => ({ value: undefined }));
  },
};
