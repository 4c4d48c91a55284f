import type { Pool } from 'pg';

/** What `openhorde ledger check` found. Clean: sum zero, no unbalanced event, no wrong balance. */
export interface Reconciliation {
  postings: number;
  events: number;
  sum: number;
  unbalancedEvents: string[];
  wrongBalances: { account: string; balance: number; postings: number }[];
  /** Users below their floor. */
  belowFloor: string[];
}

/** Proves that all postings sum to zero, each event does, and each balance equals its postings. Reads one snapshot. */
export async function reconcile(pool: Pool): Promise<Reconciliation> {
  const client = await pool.connect();
  try {
    await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY');
    const totals = await client.query(
      `SELECT count(*)::int AS postings, count(DISTINCT event_id)::int AS events, coalesce(sum(amount), 0)::float8 AS sum
       FROM kudos_postings`,
    );
    const unbalanced = await client.query(
      `SELECT event_id FROM kudos_postings GROUP BY event_id HAVING sum(amount) <> 0 LIMIT 100`,
    );
    const wrong = await client.query(
      `SELECT a.account, a.balance::float8 AS balance, coalesce(p.sum, 0)::float8 AS postings
       FROM kudos_accounts a
       LEFT JOIN (SELECT account, sum(amount) AS sum FROM kudos_postings GROUP BY account) p USING (account)
       WHERE a.balance <> coalesce(p.sum, 0) LIMIT 100`,
    );
    const below = await client.query(
      // An account that has never moved may stand below its floor: new accounts start at 0, those of tests anywhere.
      `SELECT account FROM kudos_accounts a WHERE balance < floor
       AND EXISTS (SELECT 1 FROM kudos_postings p WHERE p.account = a.account AND p.event_id NOT LIKE 'start:%')
       LIMIT 100`,
    );
    await client.query('COMMIT');
    return {
      ...totals.rows[0],
      unbalancedEvents: unbalanced.rows.map(row => row.event_id),
      wrongBalances: wrong.rows,
      belowFloor: below.rows.map(row => row.account),
    };
  } finally {
    client.release();
  }
}
