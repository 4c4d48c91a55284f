import { type Output, rfc822, type SharedKeyUses, type WorkerType } from '@openhorde/contract';
import { type Executor, statement } from '../../platform/db.ts';

interface Row {
  id: number;
  created_at: Date;
  request_id: string;
  job_id: string | null;
  kind: WorkerType;
  charge: number;
  kudos_left: number | null;
}

const USES = statement<Row>(
  'shared-key-uses',
  `SELECT id, created_at, request_id, job_id, kind, charge, kudos_left
   FROM shared_key_uses WHERE shared_key_id = $1 AND id < $2 ORDER BY id DESC LIMIT $3`,
);

/** A page of what a shared key was used for, the latest first. */
export async function readUses(
  on: Executor,
  sharedKeyId: string,
  { before, limit }: { before: number; limit: number },
): Promise<Output<SharedKeyUses>> {
  const rows = await USES.run(on, [sharedKeyId, before, limit]);
  return {
    uses: rows.map(row => ({
      id: row.id,
      created: rfc822(row.created_at.getTime()),
      request_id: row.request_id,
      job_id: row.job_id,
      type: row.kind,
      kudos: row.charge,
      left: row.kudos_left,
    })),
    next: rows.length === limit ? (rows.at(-1)?.id ?? null) : null,
  };
}

const KEPT_DAYS = 90;

/** Deletes what is too old to be of interest. */
export async function pruneUses(on: Executor, nowMs: number): Promise<void> {
  await on.query('DELETE FROM shared_key_uses WHERE created_at < $1', [
    new Date(nowMs - KEPT_DAYS * 86_400_000),
  ]);
}
