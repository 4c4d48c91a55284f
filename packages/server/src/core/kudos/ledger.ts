import { accountKind, applyWithFloor, floorOf } from '@openhorde/rules';
import { type Batch, type Finisher, Slot } from '../../platform/commits.ts';
import { type Account, assertBalanced, type KudosEvent, type Movement } from './events.ts';

/**
 * The one writer of the double-entry ledger. Commands of a batch leave their events; the ledger writes them all at
 * the end of the same transaction: accounts are locked once each, in account order (no lock convoy, no deadlock),
 * however many events share an account that everybody uses.
 *
 * Floors (anonymous −50, pseudonymous 14, registered 25): a movement that would leave a user's balance below its
 * floor leaves it at the floor, and the kudos that this creates are a separate posting from the mint
 * (rules-kudos §0).
 */

const EVENTS = new Slot<KudosEvent>();

/** Leaves an event for the ledger to write with this batch. @throws RangeError when its postings do not sum to zero. */
export function post(batch: Batch, event: KudosEvent): void {
  assertBalanced(event);
  EVENTS.leave(batch, event);
}

interface AccountState {
  cents: number;
  floorCents: number | null;
}

/** Told after each commit which balances and escrows of users are now what. */
export type BalanceListener = (balances: ReadonlyMap<Account, number>) => void;

const LOCK = `
  SELECT account, (balance * 100)::bigint::text AS cents, (floor * 100)::bigint::text AS floor_cents
  FROM kudos_accounts WHERE account = ANY($1) ORDER BY account FOR UPDATE`;

const OAUTH_IDS = 'SELECT id, oauth_id FROM users WHERE id = ANY($1)';

const NEW_ACCOUNTS = `
  INSERT INTO kudos_accounts (account, floor)
  SELECT account, floor_cents / 100.0 FROM unnest($1::text[], $2::numeric[]) AS a (account, floor_cents)
  ON CONFLICT DO NOTHING`;

const NEW_EVENTS = `
  INSERT INTO kudos_events (event_id, kind, created_at)
  SELECT event_id, kind, $3::timestamptz FROM unnest($1::text[], $2::text[]) AS e (event_id, kind)
  ON CONFLICT DO NOTHING RETURNING event_id`;

const FORGET_EVENTS = 'DELETE FROM kudos_events WHERE event_id = ANY($1)';

const WRITE = `
  WITH posted AS (
    INSERT INTO kudos_postings (event_id, account, amount, entry, balance)
    SELECT event_id, account, cents / 100.0, entry, balance_cents / 100.0
    FROM unnest($1::text[], $2::text[], $3::numeric[], $4::text[], $10::numeric[])
      AS p (event_id, account, cents, entry, balance_cents)
  ), totals AS (
    INSERT INTO kudos_totals (account, action, amount)
    SELECT account, action, cents / 100.0 FROM unnest($7::text[], $8::text[], $9::numeric[]) AS t (account, action, cents)
    ORDER BY account, action
    ON CONFLICT (account, action) DO UPDATE SET amount = kudos_totals.amount + EXCLUDED.amount
  )
  UPDATE kudos_accounts SET balance = b.cents / 100.0
  FROM unnest($5::text[], $6::numeric[]) AS b (account, cents) WHERE kudos_accounts.account = b.account`;

export function ledger(onBalances: BalanceListener): Finisher {
  return {
    name: 'ledger',
    async finish(batch) {
      const events = EVENTS.of(batch);
      if (events.length === 0) return;
      const accepted = await claimEvents(batch, events);
      if (accepted.length === 0) return;
      const states = await lockAccounts(batch, accepted);
      const { postings, refused } = applyEvents(accepted, states);
      if (refused.length > 0) await batch.client.query(FORGET_EVENTS, [refused]);
      await write(batch, postings, states);
      const balances = new Map<Account, number>();
      for (const [account, state] of states) if (OF_USERS.test(account)) balances.set(account, state.cents);
      batch.afterCommit(() => onBalances(balances));
    },
  };
}

const OF_USERS = /^(?:user|escrow):/;

/** Events whose name is new; the others have been written before. */
async function claimEvents(batch: Batch, events: readonly KudosEvent[]): Promise<readonly KudosEvent[]> {
  const { rows } = await batch.client.query<{ event_id: string }>({
    name: 'ledger-events',
    text: NEW_EVENTS,
    values: [events.map(e => e.id), events.map(e => e.kind), new Date(batch.atMs)],
  });
  if (rows.length === events.length) return events;
  const fresh = new Set(rows.map(row => row.event_id));
  // A name that stands twice in one batch counts once.
  return events.filter(event => fresh.delete(event.id));
}

async function lockAccounts(
  batch: Batch,
  events: readonly KudosEvent[],
): Promise<Map<Account, AccountState>> {
  const names = new Set<Account>(['mint']);
  for (const { movements, guard, drain } of events) {
    for (const { account } of movements) names.add(account);
    if (guard) names.add(guard.account);
    if (drain) names.add(drain.from).add(drain.to);
  }
  const wanted = [...names].sort();
  const states = new Map<Account, AccountState>();
  const lock = async (accounts: Account[]) => {
    const { rows } = await batch.client.query<{
      account: Account;
      cents: string;
      floor_cents: string | null;
    }>({
      name: 'ledger-lock',
      text: LOCK,
      values: [accounts],
    });
    for (const row of rows) {
      const floorCents = row.floor_cents === null ? null : Number(row.floor_cents);
      states.set(row.account, { cents: Number(row.cents), floorCents });
    }
  };
  await lock(wanted);
  const missing = wanted.filter(account => !states.has(account));
  if (missing.length > 0) {
    await openAccounts(batch, missing);
    await lock(missing);
  }
  return states;
}

/** Only users have a floor; it depends on the kind of account. */
async function openAccounts(batch: Batch, accounts: Account[]): Promise<void> {
  const userIds = accounts
    .filter(account => account.startsWith('user:'))
    .map(account => Number(account.slice(5)));
  const { rows } = await batch.client.query<{ id: number; oauth_id: string }>(OAUTH_IDS, [userIds]);
  const floors = new Map<Account, number>(
    rows.map(row => [`user:${row.id}`, floorOf(accountKind(row.oauth_id))]),
  );
  const values = [accounts, accounts.map(account => floors.get(account) ?? null)];
  await batch.client.query({ name: 'ledger-accounts', text: NEW_ACCOUNTS, values });
}

interface Posting extends Movement {
  eventId: string;
  /** What is in the account afterwards. */
  balanceCents: number;
}

/** Events one after another; `states` ends at the new balances. Those that their guard keeps back are named. */
function applyEvents(
  events: readonly KudosEvent[],
  states: Map<Account, AccountState>,
): { postings: Posting[]; refused: string[] } {
  const postings: Posting[] = [];
  const refused: string[] = [];
  for (const event of events) {
    if (isKeptBack(event, states)) {
      refused.push(event.id);
      event.guard?.refuse();
      continue;
    }
    for (const movement of movementsOf(event, states)) applyMovement(event, movement, states, postings);
  }
  return { postings, refused };
}

function isKeptBack({ guard, movements }: KudosEvent, states: Map<Account, AccountState>): boolean {
  if (!guard) return false;
  let left = states.get(guard.account)!.cents;
  for (const { account, cents } of movements) if (account === guard.account) left += cents;
  return left < guard.leavesCents;
}

function movementsOf({ movements, drain }: KudosEvent, states: Map<Account, AccountState>): Movement[] {
  if (!drain) return movements;
  const { from, to, entry, action } = drain;
  const { cents } = states.get(from)!;
  return [
    ...movements,
    { account: from, cents: -cents, entry },
    { account: to, cents, entry, ...(action && { action }) },
  ];
}

/** A movement, with the floor posting that it makes necessary. */
function applyMovement(
  { id: eventId, isStart = false }: KudosEvent,
  movement: Movement,
  states: Map<Account, AccountState>,
  postings: Posting[],
): void {
  const { account, cents } = movement;
  if (cents === 0) return;
  const state = states.get(account)!;
  const floorCents = (isStart ? null : state.floorCents) ?? Number.NEGATIVE_INFINITY;
  const { balanceCents, adjustmentCents: lift } = applyWithFloor(state.cents, cents, floorCents);
  state.cents = balanceCents;
  postings.push({ ...movement, eventId, balanceCents: balanceCents - lift });
  if (lift === 0) return;
  const mint = states.get('mint')!;
  mint.cents -= lift;
  postings.push({ eventId, account, cents: lift, entry: 'floor', balanceCents });
  postings.push({ eventId, account: 'mint', cents: -lift, entry: 'floor', balanceCents: mint.cents });
}

async function write(batch: Batch, postings: Posting[], states: Map<Account, AccountState>): Promise<void> {
  const totals = new Map<string, { account: Account; action: string; cents: number }>();
  for (const { account, action, cents } of postings) {
    if (!action) continue;
    const key = `${account} ${action}`;
    const total = totals.get(key);
    if (total) total.cents += cents;
    else totals.set(key, { account, action, cents });
  }
  await batch.client.query({
    name: 'ledger-write',
    text: WRITE,
    values: [
      postings.map(p => p.eventId),
      postings.map(p => p.account),
      postings.map(p => p.cents),
      postings.map(p => p.entry),
      [...states.keys()],
      [...states.values()].map(s => s.cents),
      [...totals.values()].map(t => t.account),
      [...totals.values()].map(t => t.action),
      [...totals.values()].map(t => t.cents),
      postings.map(p => p.balanceCents),
    ],
  });
}
