import { HordeError, type KudosCause, type KudosLedger, type Output, rfc822 } from '@openhorde/contract';
import type { Principal } from '../../http/index.ts';
import { type Executor, statement } from '../../platform/db.ts';
import type { Accounts, User } from '../accounts/index.ts';

interface Row {
  id: number;
  created_at: Date;
  event_id: string;
  account: string;
  entry: KudosCause;
  amount: number;
  balance: number;
  /** Of a transfer: the account at the other end. */
  other: string | null;
}

// Each account by its own index, and the two short lists put together.
const POSTINGS = statement<Row>(
  'postings-of-user',
  `SELECT p.id, e.created_at, p.event_id, p.account, p.entry, p.amount, p.balance,
          (SELECT o.account FROM kudos_postings o
           WHERE p.entry = 'transfer' AND o.event_id = p.event_id AND o.entry = 'transfer' AND o.account <> p.account LIMIT 1) AS other
   FROM (
     (SELECT * FROM kudos_postings WHERE account = 'user:' || $1::int AND id < $2 ORDER BY id DESC LIMIT $3)
     UNION ALL
     (SELECT * FROM kudos_postings WHERE account = 'escrow:' || $1::int AND id < $2 ORDER BY id DESC LIMIT $3)
   ) p JOIN kudos_events e USING (event_id)
   ORDER BY p.id DESC LIMIT $3`,
);

export interface LedgerNeeds {
  accounts: Pick<Accounts, 'byIds'>;
  db: Executor;
}

/**
 * The movements of an account, the latest first, for the account itself and moderators.
 * @throws HordeError NotUserOrMod; AnonForbidden: the history of the anonymous account is shown to no caller
 */
export async function readLedger(
  { accounts, db }: LedgerNeeds,
  user: User,
  caller: Principal,
  { before, limit }: { before: number; limit: number },
): Promise<Output<KudosLedger>> {
  if (user.kind === 'anonymous') throw new HordeError('AnonForbidden');
  if (caller.id !== user.id && !caller.moderator) throw new HordeError('NotUserOrMod');
  const rows = await POSTINGS.run(db, [user.id, before, limit]);
  const others = await accounts.byIds(rows.flatMap(row => idIn(row.other)));
  return {
    movements: rows.map(row => ({
      id: row.id,
      created: rfc822(row.created_at.getTime()),
      account: row.account.startsWith('escrow:') ? 'escrow' : 'balance',
      cause: row.entry,
      amount: row.amount,
      balance: row.balance,
      event: row.event_id,
      other: others.get(idIn(row.other)[0] ?? -1)?.alias ?? null,
    })),
    next: rows.length === limit ? (rows.at(-1)?.id ?? null) : null,
  };
}

const idIn = (account: string | null): number[] =>
  account?.startsWith('user:') ? [Number(account.slice('user:'.length))] : [];
