import type { Database } from '../../platform/db.ts';
import type { World } from '../../platform/world.ts';
import { releaseHolds } from '../kudos/index.ts';
import type { RequestChanges } from './changes.ts';
import { COUNTER_COLUMNS, type CountersRow, countersOf } from './counters.ts';
import { emptiedWhere } from './taken.ts';

const PAGE = 2000;
const NO_ID = '00000000-0000-0000-0000-000000000000';

// Images and texts: workers take none of their waiting jobs any more. Jobs at workers may still be delivered,
// and are paid.
const DRAIN = `
  WITH page AS (
    SELECT id FROM requests WHERE kind IN ('image', 'text') AND waiting > 0 AND id > $1
    ORDER BY id LIMIT ${PAGE} FOR UPDATE
  )
  UPDATE requests r SET waiting = 0, version = r.version + 1, ${emptiedWhere('r.processing = 0')}
  FROM page WHERE r.id = page.id
  RETURNING ${COUNTER_COLUMNS}`;

/**
 * Entering maintenance takes requests that no worker has begun out of the queue (domain-rules §4.1).
 * @returns how many requests
 */
export async function drainRequests(horde: {
  db: Pick<Database, 'transaction'>;
  world: Pick<World, 'now'>;
  changes: Pick<RequestChanges, 'committed'>;
}): Promise<number> {
  let count = 0;
  for (let after = NO_ID; ; ) {
    const from = after;
    const rows = await horde.db.transaction(async on => {
      const { rows: drained } = await on.query<CountersRow>(DRAIN, [from]);
      const idle = drained.filter(row => row.processing === 0).map(row => row.id);
      await releaseHolds(on, idle, horde.world.now());
      return drained;
    });
    for (const row of rows) horde.changes.committed(row.id, countersOf(row));
    count += rows.length;
    if (rows.length < PAGE) return count;
    // As the database orders them: a UUID in its usual spelling sorts as its bytes do.
    after = rows
      .map(row => row.id)
      .sort()
      .at(-1)!;
  }
}
