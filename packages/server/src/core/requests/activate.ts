import { HordeError, type WorkerType } from '@openhorde/contract';
import type { Cents } from '@openhorde/rules';
import type { Batch, CommandKind } from '../../platform/commits.ts';
import { type Consequence, follow } from '../consequences.ts';
import { dropHolds, type Hold, type KudosEvent, post, takeHolds, useHoldsOf } from '../kudos/index.ts';
import { type Addition, type Boards, refuseOverLimits } from './limits.ts';
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
  /** Whom the first delivered job earns the reward for the style. */
  style_owner_id: number | null;
  /** Characters. */
  prompt_length: number;
  /** Bytes of prompt, payload and source pictures. */
  held_bytes: number;
}

export interface Activation {
  row: NewRequestRow;
  /** The horde tax. */
  event: KudosEvent;
  taxCents: Cents;
  /** Kudos to hold until it is done, for a request that needs them beforehand. */
  hold: Hold | undefined;
  /** What is held of its shared key. */
  reservation: KeyReservation | undefined;
  /** The style that it is made by: its use is counted. */
  style: AppliedStyle | undefined;
}

/**
 * What a request on a shared key is expected to cost is held on the key from its activation on, so that requests at the same
 * time cannot spend the same kudos. Debits use a hold up and its end frees it, as that of an account (`core/kudos/holds.ts`).
 */
export interface KeyReservation {
  sharedKeyId: string;
  requestId: string;
  cents: Cents;
  /** With so much of it the request goes in, and holds what is there. */
  leastCents: Cents;
}

export type Reserved = 'held' | 'gone' | 'not enough';

export interface ActivationNeeds {
  boards: Boards;
  /** Reserves in the order given, each if its key can still pay it; keys that exist go on to exist until the batch is committed. */
  reserveOnKeys(batch: Batch, wishes: readonly KeyReservation[]): Promise<Reserved[]>;
  /** What follows for each request that has gone in. */
  activated: readonly Consequence<Activation>[];
}

const COLUMNS =
  'id, kind, parent_id, user_id, shared_key_id, created_at, expires_at, order_key, jobs, waiting, processing, finished, ' +
  'restarted, faulted, cancelled, consumed, things, price, matching, payload, prompt, client_agent, ip, proxied_account, webhook, shared, result_as_url, upfront, style_owner_id, prompt_length, held_bytes';

// "Already there" is success: the id is the caller's own.
const INSERT = `
  INSERT INTO requests (${COLUMNS}) SELECT ${COLUMNS} FROM json_populate_recordset(NULL::requests, $1)
  ON CONFLICT (id) DO NOTHING RETURNING id`;

/** The requests of one call, and what they add to what waits. */
export interface ActivationCall {
  activations: readonly Activation[];
  addition: Addition;
}

/**
 * Puts requests into the queue: row, tax, hold and record in one transaction, so that nothing waits without its price.
 * Those of one call go in together. A call that goes beyond a limit of its account fails with TooManyPrompts or
 * TooManyBytesWaiting, one whose hold its payer cannot afford with KudosUpfront or SharedKeyInsufficientKudos, one whose
 * shared key was deleted meanwhile with InvalidAPIKey.
 */
export const activateRequests = ({
  boards,
  reserveOnKeys,
  activated,
}: ActivationNeeds): CommandKind<ActivationCall, void> => ({
  name: 'activate',
  async run(batch, calls) {
    const additions = calls.map(call => call.addition);
    const refused = await refuseOverLimits(batch, boards, additions);
    await refuseUnpaid(batch, calls, refused, reserveOnKeys);
    const activations = calls.filter((_, i) => !refused.has(i)).flatMap(call => call.activations);
    const { rows } = await batch.client.query<{ id: string }>({
      name: 'activate',
      text: INSERT,
      values: [JSON.stringify(activations.map(a => a.row))],
    });
    const fresh = new Set(rows.map(row => row.id));
    for (const activation of activations) {
      const { row, event, taxCents } = activation;
      if (!fresh.has(row.id)) continue;
      if (event.movements.length > 0) post(batch, event);
      useHoldsOf(batch, row, { cents: taxCents, last: false });
      follow(activated, batch, activation);
    }
    return calls.map((_, i) => {
      const failure = refused.get(i);
      return failure ? { failure } : { value: undefined };
    });
  },
});

/** Refuses calls whose holds, on their shared key or the balance of their payer, cannot be taken; takes those of the others. */
async function refuseUnpaid(
  batch: Batch,
  calls: readonly ActivationCall[],
  refused: Map<number, HordeError>,
  reserveOnKeys: ActivationNeeds['reserveOnKeys'],
): Promise<void> {
  const reservations = calls.flatMap(({ activations }, i) =>
    refused.has(i) ? [] : activations.flatMap(({ reservation }) => (reservation ? [{ reservation, i }] : [])),
  );
  if (reservations.length > 0) {
    const answers = await reserveOnKeys(
      batch,
      reservations.map(({ reservation }) => reservation),
    );
    reservations.forEach(({ i }, n) => {
      if (answers[n] === 'gone') refused.set(i, new HordeError('InvalidAPIKey'));
      if (answers[n] === 'not enough') refused.set(i, new HordeError('SharedKeyInsufficientKudos'));
    });
  }
  const wanted = calls.flatMap((call, i) =>
    refused.has(i) ? [] : call.activations.flatMap(({ hold }) => (hold ? [{ hold, i }] : [])),
  );
  if (wanted.length === 0) return;
  const taken = await takeHolds(
    batch,
    wanted.map(({ hold }) => hold),
  );
  const poor = new Set(wanted.filter((_, n) => !taken[n]).map(({ i }) => i));
  for (const i of poor) refused.set(i, new HordeError('KudosUpfront'));
  const needless = reservations
    .filter(({ i }) => poor.has(i))
    .map(({ reservation }) => reservation.requestId);
  if (needless.length > 0) await dropHolds(batch, needless);
}
