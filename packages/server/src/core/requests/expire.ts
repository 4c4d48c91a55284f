import type { Database } from '../../platform/db.ts';
import { releaseHolds } from '../kudos/index.ts';
import { type FindNeeds, forgetRequest, refreshRequests } from './find.ts';

export type ExpireNeeds = FindNeeds & { db: Pick<Database, 'transaction'> };

const ROUND_MAX = 2000;

const EXPIRE = `
  DELETE FROM requests WHERE id IN (
    SELECT id FROM requests WHERE expires_at < $1 ORDER BY id LIMIT ${ROUND_MAX} FOR UPDATE SKIP LOCKED
  ) RETURNING id`;

/** Requests whose time is over go, with their jobs and holds: a late submit is told that its job does not exist. */
export async function expireRequests(horde: ExpireNeeds, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    const atMs = horde.world.now();
    const ids = await horde.db.transaction(async on => {
      const { rows } = await on.query<{ id: string }>(EXPIRE, [new Date(atMs)]);
      const gone = rows.map(row => row.id);
      if (gone.length > 0) await releaseHolds(on, gone, atMs);
      return gone;
    });
    for (const id of ids) forgetRequest(horde, id);
    if (ids.length < ROUND_MAX) break;
  }
  // Those that another node has deleted, or given more time.
  const nowMs = horde.world.now();
  for (const { board } of horde.kinds.values()) {
    const over = [...board.entries()].filter(entry => entry.expiresAtMs < nowMs);
    await refreshRequests(
      horde,
      over.map(({ id }) => id),
    );
  }
}
