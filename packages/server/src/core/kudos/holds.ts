import { accountKind, availableKudos, type Cents } from '@openhorde/rules';
import { type Batch, type Finisher, Slot } from '../../platform/commits.ts';
import type { Executor } from '../../platform/db.ts';
import { lockPayers } from './payers.ts';

/**
 * Holds: kudos that an account or a shared key has promised and cannot promise again (rules-kudos §9.2). Those of keys are
 * taken by `reserveOnKeys` of the shared keys; both are used up and released here.
 *
 * A hold is *active* with a remainder, which each debit of its request uses up; it is *released* when the request is
 * done, cancelled, given up or expired. What an account can still promise is its balance above the floor less the
 * remainders of its active holds; the rows of payers are locked in order, so two requests cannot promise the same kudos.
 */

export interface Hold {
  /** Names the promise; a second one with this name changes nothing. */
  id: string;
  userId: number;
  cents: Cents;
}

/** Name of the hold of a request on the balance of its payer. */
export const upfrontHold = (requestId: string): string => `upfront:${requestId}`;
/** Name of the hold of a request on what is left of its shared key. */
export const sharedKeyHold = (requestId: string): string => `shared-key:${requestId}`;

const PAYERS = `
  SELECT u.id, u.oauth_id, coalesce((a.balance * 100)::bigint, 0)::int8 AS balance_cents,
         coalesce((SELECT (sum(h.remaining) * 100)::bigint FROM kudos_holds h
                   WHERE h.user_id = u.id AND h.released_at IS NULL), 0)::int8 AS held_cents
  FROM users u LEFT JOIN kudos_accounts a ON a.account = 'user:' || u.id
  WHERE u.id = ANY($1::int[]) ORDER BY u.id`;

const INSERT = `
  INSERT INTO kudos_holds (hold_id, user_id, original, remaining, created_at)
  SELECT hold_id, user_id, cents / 100.0, cents / 100.0, $4::timestamptz
  FROM unnest($1::text[], $2::int[], $3::numeric[]) AS h (hold_id, user_id, cents)`;

const EXISTING = 'SELECT hold_id FROM kudos_holds WHERE hold_id = ANY($1)';

interface PayerRow extends Record<string, unknown> {
  id: number;
  oauth_id: string;
  balance_cents: number;
  held_cents: number;
}

const availableOf = ({ oauth_id, balance_cents, held_cents }: PayerRow): Cents =>
  availableKudos({
    kind: accountKind(oauth_id),
    balanceCents: balance_cents,
    holdsCents: held_cents,
    queuedDebitsCents: 0,
  });

/** What an account can promise now, in cents. */
export async function readAvailable(on: Executor, userId: number): Promise<Cents> {
  const { rows } = await on.query<PayerRow>(PAYERS, [[userId]]);
  return rows[0] ? availableOf(rows[0]) : 0;
}

/** Takes holds in their order, each if its payer can still afford it. @returns which were taken */
export async function takeHolds(batch: Batch, holds: readonly Hold[]): Promise<boolean[]> {
  const payers = [...new Set(holds.map(hold => hold.userId))];
  await lockPayers(batch, payers);
  const known = new Set<string>();
  if (batch.again) {
    const { rows } = await batch.client.query<{ hold_id: string }>(EXISTING, [holds.map(hold => hold.id)]);
    for (const row of rows) known.add(row.hold_id);
  }
  const { rows } = await batch.client.query<PayerRow>(PAYERS, [payers]);
  const available = new Map(rows.map(row => [row.id, availableOf(row)]));
  const taken: Hold[] = [];
  const answers = holds.map(hold => {
    if (known.has(hold.id)) return true;
    const left = (available.get(hold.userId) ?? 0) - hold.cents;
    if (left < 0) return false;
    available.set(hold.userId, left);
    taken.push(hold);
    return true;
  });
  if (taken.length > 0) {
    await batch.client.query(INSERT, [
      taken.map(h => h.id),
      taken.map(h => h.userId),
      taken.map(h => h.cents),
      new Date(batch.atMs),
    ]);
  }
  return answers;
}

interface Use {
  id: string;
  cents: Cents;
  /** Nothing more will be charged: the rest is free again. */
  last: boolean;
}

const USES = new Slot<Use>();

function useHold(batch: Batch, use: Use): void {
  USES.leave(batch, use);
}

/** What of a request tells which holds it has. */
interface HoldingRow {
  id: string;
  upfront: boolean;
  shared_key_id: string | null;
}

/** A debit on a request, for each of its holds. */
export function useHoldsOf(batch: Batch, row: HoldingRow, use: Omit<Use, 'id'>): void {
  if (row.upfront) useHold(batch, { ...use, id: upfrontHold(row.id) });
  if (row.shared_key_id !== null) useHold(batch, { ...use, id: sharedKeyHold(row.id) });
}

// Most requests have no hold; the index on the name makes the look-up of a batch one short statement.
const WRITE = `
  UPDATE kudos_holds h
  SET remaining = CASE WHEN u.last THEN 0 ELSE greatest(0, h.remaining - u.cents / 100.0) END,
      released_at = CASE WHEN u.last THEN $4::timestamptz END
  FROM (SELECT hold_id, sum(cents) AS cents, bool_or(last) AS last
        FROM unnest($1::text[], $2::numeric[], $3::boolean[]) AS u (hold_id, cents, last)
        GROUP BY hold_id ORDER BY hold_id) u
  WHERE h.hold_id = u.hold_id AND h.released_at IS NULL`;

/** Uses holds up and frees what is left of them, at the end of a batch. */
export const holds: Finisher = {
  name: 'holds',
  async finish(batch) {
    const uses = USES.of(batch);
    if (uses.length === 0) return;
    await batch.client.query({
      name: 'holds-use',
      text: WRITE,
      values: [uses.map(u => u.id), uses.map(u => u.cents), uses.map(u => u.last), new Date(batch.atMs)],
    });
  },
};

const namesOf = (requestIds: readonly string[]): string[] => [
  ...requestIds.map(upfrontHold),
  ...requestIds.map(sharedKeyHold),
];

/** Takes holds back that were taken in this batch for requests that do not go in after all. */
export async function dropHolds({ client }: Batch, requestIds: readonly string[]): Promise<void> {
  await client.query('DELETE FROM kudos_holds WHERE hold_id = ANY($1)', [namesOf(requestIds)]);
}

/** Frees the holds of requests that are gone or over, in the transaction that ends them. */
export async function releaseHolds(
  on: Executor,
  requestIds: readonly string[],
  nowMs: number,
): Promise<void> {
  await on.query(
    'UPDATE kudos_holds SET remaining = 0, released_at = $2 WHERE hold_id = ANY($1) AND released_at IS NULL',
    [namesOf(requestIds), new Date(nowMs)],
  );
}
