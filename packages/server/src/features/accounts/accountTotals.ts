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
  user_id: number;
  source: 'balance' | 'escrow' | 'action' | 'record';
  name: string;
  value: number;
}

// The escrow is a part of the account that is held back, so its earnings show in the same totals.
const TOTALS = statement<Row>(
  'account-totals',
  `WITH accounts AS (
     SELECT id, account, source FROM unnest($1::int[]) AS id,
       LATERAL (VALUES ('user:' || id, 'balance'), ('escrow:' || id, 'escrow')) AS a (account, source)
   )
   SELECT a.id AS user_id, a.source, '' AS name, k.balance::float8 AS value
     FROM accounts a JOIN kudos_accounts k USING (account)
   UNION ALL
   SELECT a.id, 'action', t.action, sum(t.amount)::float8
     FROM accounts a JOIN kudos_totals t USING (account) GROUP BY a.id, t.action
   UNION ALL
   SELECT user_id, 'record', record || ' ' || kind, value FROM user_records WHERE user_id = ANY($1::int[])`,
);

/** Totals of several accounts; each that was asked for is there. */
export async function readManyTotals(
  on: Executor,
  userIds: readonly number[],
): Promise<Map<number, AccountTotals>> {
  const rows = await TOTALS.run(on, [userIds]);
  const byUser = Map.groupBy(rows, row => row.user_id);
  return new Map(userIds.map(id => [id, totalsOf(byUser.get(id) ?? [])]));
}

export async function readAccountTotals(on: Executor, userId: number): Promise<AccountTotals> {
  return (await readManyTotals(on, [userId])).get(userId)!;
}

function totalsOf(rows: readonly Row[]): AccountTotals {
  const of = (source: Row['source']) =>
    new Map(rows.filter(row => row.source === source).map(row => [row.name, row.value]));
  return {
    kudos: of('balance').get('') ?? 0,
    escrow: of('escrow').get('') ?? 0,
    byAction: Object.fromEntries(of('action')),
    records: of('record'),
  };
}
