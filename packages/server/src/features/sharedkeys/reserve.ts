import { type Cents, reservedOnKey } from '@openhorde/rules';
import { sharedKeyHold } from '../../core/kudos/index.ts';
import type { KeyReservation, Reserved } from '../../core/requests/index.ts';
import type { Batch } from '../../platform/commits.ts';

// A key that is locked so neither goes nor promises anything else until the batch is committed.
const LOCK = 'SELECT id FROM shared_keys WHERE id = ANY($1) ORDER BY id FOR NO KEY UPDATE';

const FREE = `
  SELECT k.id, ((k.kudos - coalesce((SELECT sum(h.remaining) FROM kudos_holds h
                                     WHERE h.shared_key_id = k.id AND h.released_at IS NULL), 0)) * 100)::int8 AS free_cents
  FROM shared_keys k WHERE k.id = ANY($1)`;

const EXISTING = 'SELECT hold_id FROM kudos_holds WHERE hold_id = ANY($1)';

const INSERT = `
  INSERT INTO kudos_holds (hold_id, shared_key_id, original, remaining, created_at)
  SELECT hold_id, shared_key_id, cents / 100.0, cents / 100.0, $4::timestamptz
  FROM unnest($1::text[], $2::uuid[], $3::numeric[]) AS h (hold_id, shared_key_id, cents)`;

/** Reserves in the order given; see `ActivationNeeds`. A key without limit pays for everything and holds nothing. */
export async function reserveOnKeys(batch: Batch, wishes: readonly KeyReservation[]): Promise<Reserved[]> {
  const { client } = batch;
  const keys = [...new Set(wishes.map(wish => wish.sharedKeyId))];
  await client.query(LOCK, [keys]);
  const { rows } = await client.query<{ id: string; free_cents: number | null }>(FREE, [keys]);
  const free = new Map(rows.map(row => [row.id, row.free_cents]));
  const ids = wishes.map(wish => sharedKeyHold(wish.requestId));
  const known = new Set<string>();
  if (batch.again) {
    const existing = await client.query<{ hold_id: string }>(EXISTING, [ids]);
    for (const row of existing.rows) known.add(row.hold_id);
  }
  const taken: { id: string; sharedKeyId: string; cents: Cents }[] = [];
  const answers = wishes.map(({ sharedKeyId, cents, leastCents }, i): Reserved => {
    const left = free.get(sharedKeyId);
    if (left === undefined) return 'gone';
    const id = ids[i]!;
    if (left === null || known.has(id)) return 'held';
    const reserved = reservedOnKey(left, cents, leastCents);
    if (reserved === undefined) return 'not enough';
    free.set(sharedKeyId, left - reserved);
    taken.push({ id, sharedKeyId, cents: reserved });
    return 'held';
  });
  if (taken.length > 0) {
    await client.query(INSERT, [
      taken.map(hold => hold.id),
      taken.map(hold => hold.sharedKeyId),
      taken.map(hold => hold.cents),
      new Date(batch.atMs),
    ]);
  }
  return answers;
}
