import { HordeError, type WorkerType } from '@openhorde/contract';
import type { Cents } from '@openhorde/rules';
import type { Batch, CommandKind } from '../../platform/commits.ts';
import { type Consequence, follow } from '../consequences.ts';
import { type Hold, type KudosEvent, post, takeHolds, useHold } from '../kudos/index.ts';
import type { AppliedStyle } from './requester.ts';

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
  /** The account of a service that it is made for. */
  proxied_account: string | null;
  webhook: string | null;
  shared: boolean;
  result_as_url: boolean;
  /** Kudos are held for it. */
  upfront: boolean;
}

export interface Activation {
  row: NewRequestRow;
  /** The horde tax. */
  event: KudosEvent;
  taxCents: Cents;
  /** Kudos to hold until it is done, for a request that needs them beforehand. */
  hold: Hold | undefined;
  /** The style that it is made by: its use is counted. */
  style: AppliedStyle | undefined;
}

export interface ActivationNeeds {
  /** Of some shared keys those that exist, and go on to exist until the batch is committed. */
  keepSharedKeys(batch: Batch, ids: readonly string[]): Promise<Set<string>>;
  /** What follows for each request that has gone in. */
  activated: readonly Consequence<Activation>[];
}

const COLUMNS =
  'id, kind, parent_id, user_id, shared_key_id, created_at, expires_at, order_key, jobs, waiting, processing, finished, ' +
  'restarted, faulted, cancelled, consumed, things, price, matching, payload, prompt, client_agent, ip, proxied_account, webhook, shared, result_as_url, upfront';

// "Already there" is success: the id is the caller's own.
const INSERT = `
  INSERT INTO requests (${COLUMNS}) SELECT ${COLUMNS} FROM json_populate_recordset(NULL::requests, $1)
  ON CONFLICT (id) DO NOTHING RETURNING id`;

/**
 * Puts requests into the queue: row, tax, hold and record in one transaction, so that nothing waits without its price.
 * Those of one call go in together. A call whose hold its payer cannot afford fails with KudosUpfront, one whose shared key
 * was deleted meanwhile with InvalidAPIKey.
 */
export const activateRequests = ({
  keepSharedKeys,
  activated,
}: ActivationNeeds): CommandKind<readonly Activation[], void> => ({
  name: 'activate',
  async run(batch, calls) {
    const refused = await refusedCalls(batch, calls, keepSharedKeys);
    const activations = calls.filter((_, i) => !refused.has(i)).flat();
    const { rows } = await batch.client.query<{ id: string }>({
      name: 'activate',
      text: INSERT,
      values: [JSON.stringify(activations.map(a => a.row))],
    });
    const fresh = new Set(rows.map(row => row.id));
    for (const activation of activations) {
      const { row, event, taxCents, hold } = activation;
      if (!fresh.has(row.id)) continue;
      if (event.movements.length > 0) post(batch, event);
      if (hold) useHold(batch, { id: hold.id, cents: taxCents, last: false });
      follow(activated, batch, activation);
    }
    return calls.map((_, i) => {
      const rc = refused.get(i);
      return rc ? { failure: new HordeError(rc) } : { value: undefined };
    });
  },
});

/** The places of calls that cannot go in, and why: their shared key has gone, or their hold cannot be taken. */
async function refusedCalls(
  batch: Batch,
  calls: readonly (readonly Activation[])[],
  keepSharedKeys: ActivationNeeds['keepSharedKeys'],
): Promise<Map<number, 'InvalidAPIKey' | 'KudosUpfront'>> {
  const refused = new Map<number, 'InvalidAPIKey' | 'KudosUpfront'>();
  const keys = calls.flatMap(call => call.flatMap(({ row }) => row.shared_key_id ?? []));
  if (keys.length > 0) {
    const kept = await keepSharedKeys(batch, keys);
    calls.forEach((call, i) => {
      if (call.some(({ row }) => row.shared_key_id !== null && !kept.has(row.shared_key_id)))
        refused.set(i, 'InvalidAPIKey');
    });
  }
  const wanted = calls.flatMap((call, i) =>
    refused.has(i) ? [] : call.flatMap(({ hold }) => (hold ? [{ hold, i }] : [])),
  );
  if (wanted.length === 0) return refused;
  const taken = await takeHolds(
    batch,
    wanted.map(({ hold }) => hold),
  );
  wanted.forEach(({ i }, n) => {
    if (!taken[n]) refused.set(i, 'KudosUpfront');
  });
  return refused;
}
