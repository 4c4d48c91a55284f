import { type Executor, statement } from '../../platform/db.ts';

/** What ledger and records know of one account. Kudos with two decimals. */
export interface AccountTotals {
  kudos: number;
  escrow: number;
  /** Kudos by action, as `kudos_details` shows them. */
  byAction: Readonly<Record<string, number>>;
  /** `usage image` → 41.94: what was used and given, in display units, and counts. */
  records: ReadonlyMap<string, number>;
}

interface Row {
  source: 'balance' | 'action' | 'record';
  name: string;
  value: number;
}

// The escrow is a part of the account that is held back, so its earnings show in the same totals.
const TOTALS = statement<Row>(
  'account-totals',
  `SELECT 'balance' AS source, account AS name, balance::float8 AS value
     FROM kudos_accounts WHERE account IN ('user:' || $1::int, 'escrow:' || $1::int)
   UNION ALL
   SELECT 'action', action, sum(amount)::float8
     FROM kudos_totals WHERE account IN ('user:' || $1::int, 'escrow:' || $1::int) GROUP BY action
   UNION ALL
   SELECT 'record', record || ' ' || kind, value FROM user_records WHERE user_id = $1::int`,
);

export async function readAccountTotals(on: Executor, userId: number): Promise<AccountTotals> {
  const rows = await TOTALS.run(on, [userId]);
  const of = (source: Row['source']) =>
    new Map(rows.filter(row => row.source === source).map(row => [row.name, row.value]));
  const balances = of('balance');
  return {
    kudos: balances.get(`user:${userId}`) ?? 0,
    escrow: balances.get(`escrow:${userId}`) ?? 0,
    byAction: Object.fromEntries(of('action')),
    records: of('record'),
  };
}
