import type { Database } from '../../platform/db.ts';
import type { World } from '../../platform/world.ts';
import type { Kinds } from '../kind.ts';
import { releaseHolds } from '../kudos/index.ts';
import type { RequestChanges } from './changes.ts';

export interface ExpireNeeds {
  db: Pick<Database, 'transaction'>;
  world: Pick<World, 'now'>;
  kinds: Kinds;
  running: { removeRequest(requestId: string): void };
  changes: Pick<RequestChanges, 'gone'>;
}

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
    for (const id of ids) forget(horde, id);
    if (ids.length < ROUND_MAX) break;
  }
  // Those that another node has deleted.
  const nowMs = horde.world.now();
  for (const { board } of horde.kinds.values()) {
    for (const entry of board.entries()) if (entry.expiresAtMs < nowMs) forget(horde, entry.id);
  }
}

function forget(horde: ExpireNeeds, id: string): void {
  horde.running.removeRequest(id);
  horde.changes.gone(id);
}
