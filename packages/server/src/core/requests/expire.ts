import type { Horde } from '../horde.ts';
import { releaseHolds } from '../kudos/index.ts';

const ROUND_MAX = 2000;

type Needs = Pick<Horde, 'db' | 'world' | 'kinds' | 'running' | 'changes'>;

const EXPIRE = `
  DELETE FROM requests WHERE id IN (
    SELECT id FROM requests WHERE expires_at < $1 ORDER BY id LIMIT ${ROUND_MAX} FOR UPDATE SKIP LOCKED
  ) RETURNING id`;

/** Requests whose time is over go, with their jobs and holds: a late submit is told that its job does not exist. */
export async function expireRequests(horde: Needs, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    const ids = await horde.db.transaction(async on => {
      const { rows } = await on.query<{ id: string }>(EXPIRE, [new Date(horde.world.now())]);
      const gone = rows.map(row => row.id);
      if (gone.length > 0) await releaseHolds(on, gone);
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

function forget(horde: Needs, id: string): void {
  horde.running.removeRequest(id);
  horde.changes.gone(id);
}
