import { releaseHolds } from '../kudos/index.ts';
import { type FindNeeds, forgetRequest, refreshRequests } from './find.ts';

const ROUND_MAX = 2000;

/** Requests whose time is over go, with their jobs: a late submit is told that its job does not exist. */
export async function expireRequests(horde: FindNeeds, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    const { rows } = await horde.db.query<{ id: string }>(
      `DELETE FROM requests WHERE id IN (
         SELECT id FROM requests WHERE expires_at < $1 ORDER BY id LIMIT ${ROUND_MAX} FOR UPDATE SKIP LOCKED
       ) RETURNING id`,
      [new Date(horde.world.now())],
    );
    if (rows.length > 0) {
      await releaseHolds(
        horde.db,
        rows.map(row => row.id),
        horde.world.now(),
      );
    }
    for (const { id } of rows) forgetRequest(horde, id);
    if (rows.length < ROUND_MAX) break;
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
