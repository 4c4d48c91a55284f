import type { WorkerType } from '@openhorde/contract';
import { type Cents, chargeSharedKey } from '@openhorde/rules';
import type { Consequence } from '../../core/consequences.ts';
import type { SettledJob } from '../../core/jobs/index.ts';
import type { Activation } from '../../core/requests/index.ts';
import { type Batch, type Finisher, Slot } from '../../platform/commits.ts';

/**
 * What is left of shared keys changes in the transaction of what it pays for: each charge of a request on a key is a
 * charge on the key as well, and kudos that are sent to a key raise what may be spent with it. Commands leave both in
 * the batch; the finisher locks each key once, in order of ids, and works the changes out one after another, since an
 * empty key counts nothing more.
 */
interface SharedKeyCharge {
  sharedKeyId: string;
  requestId: string;
  /** Null: the tax of the request. */
  jobId: string | null;
  kind: WorkerType;
  cents: Cents;
  atMs: number;
}

interface TopUp {
  sharedKeyId: string;
  topUpCents: Cents;
}

const CHANGES = new Slot<SharedKeyCharge | TopUp>();

function useSharedKey(batch: Batch, charge: SharedKeyCharge): void {
  if (charge.cents > 0) CHANGES.leave(batch, charge);
}

/** The tax of a request that was made with a shared key. */
export const chargeActivated: Consequence<Activation> = (batch, { row, taxCents: cents }) => {
  const { shared_key_id: sharedKeyId, id: requestId, kind } = row;
  if (sharedKeyId === null) return;
  const atMs = Date.parse(row.created_at);
  useSharedKey(batch, { sharedKeyId, requestId, jobId: null, kind, cents, atMs });
};

/** A delivered job of such a request. */
export const chargeSettled: Consequence<SettledJob> = (batch, { settlement, request }) => {
  if (request.sharedKeyId === null) return;
  const { jobId, kind, chargeCents: cents, finishedAtMs: atMs } = settlement;
  const { sharedKeyId, id: requestId } = request;
  useSharedKey(batch, { sharedKeyId, requestId, jobId, kind, cents, atMs });
};

/** Kudos that an account sent to a shared key. One without limit has none to raise. */
export function topUpSharedKey(batch: Batch, sharedKeyId: string, cents: Cents): void {
  CHANGES.leave(batch, { sharedKeyId, topUpCents: cents });
}

const LOCK = `
  SELECT id, (kudos * 100)::bigint AS left_cents, (utilized * 100)::bigint AS utilized_cents
  FROM shared_keys WHERE id = ANY($1) ORDER BY id FOR NO KEY UPDATE`;

const UPDATE = `
  UPDATE shared_keys k SET kudos = b.left_cents / 100.0, utilized = b.utilized_cents / 100.0
  FROM unnest($1::uuid[], $2::numeric[], $3::numeric[]) AS b (id, left_cents, utilized_cents) WHERE k.id = b.id`;

const LOG = `
  INSERT INTO shared_key_uses (shared_key_id, created_at, request_id, job_id, kind, charge, kudos_left)
  SELECT shared_key_id, created_at, request_id, job_id, kind, cents / 100.0, left_cents / 100.0
  FROM unnest($1::uuid[], $2::timestamptz[], $3::uuid[], $4::uuid[], $5::text[], $6::numeric[], $7::numeric[])
    AS u (shared_key_id, created_at, request_id, job_id, kind, cents, left_cents)`;

interface Row extends Record<string, unknown> {
  id: string;
  left_cents: number | null;
  utilized_cents: number;
}

/** Writes what the commands of a batch left for shared keys, and the log of their uses. */
export const sharedKeyCharges: Finisher = {
  name: 'shared-keys',
  async finish(batch) {
    const changes = CHANGES.of(batch);
    if (changes.length === 0) return;
    const ids = [...new Set(changes.map(change => change.sharedKeyId))];
    const { rows } = await batch.client.query<Row>(LOCK, [ids]);
    const budgets = new Map(
      rows.map(row => [row.id, { leftCents: row.left_cents, utilizedCents: row.utilized_cents }]),
    );
    const uses: (SharedKeyCharge & { leftCents: Cents | null })[] = [];
    for (const change of changes) {
      const { sharedKeyId } = change;
      const budget = budgets.get(sharedKeyId);
      // Deleted meanwhile: its owner pays what was used.
      if (!budget) continue;
      if ('topUpCents' in change) {
        const { leftCents } = budget;
        if (leftCents !== null)
          budgets.set(sharedKeyId, { ...budget, leftCents: leftCents + change.topUpCents });
        continue;
      }
      const charged = chargeSharedKey(budget, change.cents);
      if (charged === budget) continue;
      budgets.set(sharedKeyId, charged);
      uses.push({ ...change, leftCents: charged.leftCents });
    }
    const budgetList = [...budgets];
    await batch.client.query(UPDATE, [
      budgetList.map(([id]) => id),
      budgetList.map(([, { leftCents }]) => leftCents),
      budgetList.map(([, { utilizedCents }]) => utilizedCents),
    ]);
    if (uses.length === 0) return;
    await batch.client.query(LOG, [
      uses.map(use => use.sharedKeyId),
      uses.map(use => new Date(use.atMs)),
      uses.map(use => use.requestId),
      uses.map(use => use.jobId),
      uses.map(use => use.kind),
      uses.map(use => use.cents),
      uses.map(use => use.leftCents),
    ]);
  },
};
