import type { Horde } from '../horde.ts';
import { releaseHolds } from '../kudos/index.ts';

const ROUND_MAX = 2000;

/** Requests whose time is over go, with their jobs: a late submit is told that its job does not exist. */
export async function expireRequests(horde: Horde, signal: AbortSignal): Promise<void> {
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
      );
    }
    for (const { id } of rows) forget(horde, id);
    if (rows.length < ROUND_MAX) break;
  }
  // Those that another node has deleted.
  const nowMs = horde.world.now();
  for (const { board } of horde.kinds.values()) {
    for (const entry of board.entries()) if (entry.expiresAtMs < nowMs) forget(horde, entry.id);
  }
}

function forget(horde: Horde, id: string): void {
  horde.running.removeRequest(id);
  horde.changes.gone(id);
}
