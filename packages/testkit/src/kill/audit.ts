import assert from 'node:assert/strict';
import { type Database, openDatabase } from '@openhorde/server/platform/db.ts';
import { assertCleanBooks } from '../books.ts';
import type { HordeProcess } from './hordeProcess.ts';

/** Runs `work` on a connection of its own. */
async function onDatabase<T>(url: string, work: (database: Database) => Promise<T>): Promise<T> {
  const database = openDatabase({ url, connectionsMax: 2 });
  try {
    return await work(database);
  } finally {
    await database.close();
  }
}

/** Each of these finds what must not be: rows are faults. */
const FAULTS: Record<string, string> = {
  'a request that has not ended': `
    SELECT id, jobs, waiting, processing FROM requests
    WHERE NOT faulted AND waiting + processing > 0 AND expires_at > now()`,
  'a request whose counters are not those of its jobs': `
    SELECT r.id, r.jobs, r.waiting, r.processing, r.finished, r.restarted, r.faulted, r.cancelled
    FROM requests r LEFT JOIN (
      SELECT request_id, count(*) FILTER (WHERE state = 'processing') AS processing,
             count(*) FILTER (WHERE state = 'done') AS finished, count(*) FILTER (WHERE state = 'faulted') AS restarted
      FROM jobs WHERE NOT fake GROUP BY request_id) j ON j.request_id = r.id
    WHERE r.processing <> coalesce(j.processing, 0) OR r.finished <> coalesce(j.finished, 0)
       OR r.restarted <> coalesce(j.restarted, 0)
       OR (NOT r.cancelled AND r.waiting + r.processing + r.finished <> r.jobs)`,
  'a delivered job without its payment': `
    SELECT j.id FROM jobs j WHERE j.state = 'done' AND NOT j.fake
    AND NOT EXISTS (SELECT 1 FROM kudos_events e WHERE e.event_id = 'settle:' || j.id)`,
  'a payment without a delivered job': `
    SELECT e.event_id FROM kudos_events e WHERE e.kind = 'settle'
    AND NOT EXISTS (SELECT 1 FROM jobs j JOIN requests r ON r.id = j.request_id
      WHERE 'settle:' || j.id = e.event_id AND NOT j.fake
        AND (j.state = 'done' OR (j.state = 'cancelled' AND r.kind = 'interrogation')))`,
  'a posting that stands twice': `
    SELECT event_id, account, entry FROM kudos_postings WHERE entry <> 'floor'
    GROUP BY event_id, account, entry HAVING count(*) > 1`,
  'a request without its tax, or with two': `
    SELECT r.id FROM requests r LEFT JOIN kudos_postings p ON p.event_id = 'activate:' || r.id AND p.entry = 'tax'
    GROUP BY r.id HAVING count(p.id) <> CASE WHEN r.kind = 'interrogation' THEN 0 ELSE 2 END`,
  'a worker that is credited with other jobs than it delivered': `
    SELECT w.id, w.fulfilments, count(j.id) FROM workers w
    LEFT JOIN jobs j ON j.worker_id = w.id AND j.state IN ('done', 'cancelled') AND NOT j.fake
    GROUP BY w.id HAVING w.fulfilments <> count(j.id)`,
  'a shared key that is not charged what its uses cost': `
    SELECT k.id, k.utilized, sum(u.charge) FROM shared_keys k LEFT JOIN shared_key_uses u ON u.shared_key_id = k.id
    GROUP BY k.id HAVING k.utilized <> coalesce(sum(u.charge), 0)`,
  'kudos that are held for a request that is over': `
    SELECT h.hold_id FROM kudos_holds h LEFT JOIN requests r ON h.hold_id = 'upfront:' || r.id
    WHERE h.hold_id LIKE 'upfront:%' AND h.released_at IS NULL
      AND (r.id IS NULL OR r.faulted OR r.waiting + r.processing = 0)`,
};

/** Asserts that nothing was lost, paid twice or left over, and that the books are right. */
export async function audit(horde: HordeProcess): Promise<void> {
  const url = await horde.databaseUrl();
  await onDatabase(url, async database => {
    for (const [fault, sql] of Object.entries(FAULTS)) {
      const { rows } = await database.query(sql);
      assert.deepEqual(rows.slice(0, 5), [], fault);
    }
  });
  const { postings, events } = await assertCleanBooks({ OPENHORDE_HOME: horde.home, DATABASE_URL: url });
  assert.ok(postings > 0 && events > 0);
}

/** Lets the time pass of all jobs that are at workers, and of the requests `ids`. */
export async function letTimePass(
  horde: Pick<HordeProcess, 'databaseUrl'>,
  ids: readonly string[] = [],
): Promise<void> {
  await onDatabase(await horde.databaseUrl(), async database => {
    await database.query(
      "UPDATE jobs SET deadline_at = now() - interval '1 second' WHERE state = 'processing'",
    );
    await database.query("UPDATE requests SET expires_at = now() - interval '1 second' WHERE id = ANY($1)", [
      ids,
    ]);
  });
}
