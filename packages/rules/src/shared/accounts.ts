/** Accounts as the ledger's rules see them (domain-rules §3.1, rules-kudos §3.2, §5.3, §6). */
import { isUuid } from '@openhorde/contract';
import { type Cents, roundHalfEven } from './cents.ts';
import { SUSPICIONS_MAX } from './suspicion.ts';

export const ANONYMOUS_ID = 0;
export const ANONYMOUS_OAUTH_ID = 'anon';

export type AccountKind = 'anonymous' | 'pseudonymous' | 'registered';

/** Kind of an account by its sign-in id: a bare UUID marks one that cannot sign in again. */
export function accountKind(oauthId: string): AccountKind {
  if (oauthId === ANONYMOUS_OAUTH_ID) return 'anonymous';
  return isUuid(oauthId) ? 'pseudonymous' : 'registered';
}

const FLOORS: Readonly<Record<AccountKind, Cents>> = {
  anonymous: -5000,
  pseudonymous: 1400,
  registered: 2500,
};

/** Least balance of an account. Every movement that would leave less leaves this. */
export const floorOf = (kind: AccountKind): Cents => FLOORS[kind];

/** A movement of a balance with a floor: the new balance, and the kudos created to keep it at the floor. */
export function applyWithFloor(
  balanceCents: Cents,
  amountCents: Cents,
  floorCents: Cents,
): { balanceCents: Cents; adjustmentCents: Cents } {
  const plain = balanceCents + amountCents;
  const left = Math.max(plain, floorCents);
  return { balanceCents: left, adjustmentCents: left - plain };
}

/**
 * What an account can promise upfront: its balance above the floor that no hold or queued debit has claimed. Nothing
 * for the anonymous account, whose floor below zero would else be everybody's credit.
 */
export function availableKudos(of: {
  kind: AccountKind;
  balanceCents: Cents;
  holdsCents: Cents;
  queuedDebitsCents: Cents;
}): Cents {
  if (of.kind === 'anonymous') return 0;
  return Math.max(0, of.balanceCents - floorOf(of.kind) - of.holdsCents - of.queuedDebitsCents);
}

/** How an owner gets what a worker earned: in full when trusted or anonymous, else half of it into escrow. */
export function splitReward(
  amountCents: Cents,
  owner: { trusted: boolean; anonymous: boolean },
): { balanceCents: Cents; escrowCents: Cents } {
  if (owner.trusted || owner.anonymous) return { balanceCents: amountCents, escrowCents: 0 };
  const escrowCents = roundHalfEven(amountCents / 2);
  return { balanceCents: amountCents - escrowCents, escrowCents };
}

/** How an owner gets the reward for uptime: until trusted all of it into escrow, but for alchemists. */
export function splitUptimeReward(
  amountCents: Cents,
  owner: { trusted: boolean; anonymous: boolean; alchemist: boolean },
): { balanceCents: Cents; escrowCents: Cents } {
  return owner.trusted || owner.anonymous || owner.alchemist
    ? { balanceCents: amountCents, escrowCents: 0 }
    : { balanceCents: 0, escrowCents: amountCents };
}

const TRUST_AGE_DAYS = 7;

/** Whether an account earns trust by what it has in escrow. Without a threshold no account does. */
export function earnsTrust(account: {
  escrowCents: Cents;
  thresholdCents: Cents | undefined;
  ageDays: number;
  anonymous: boolean;
  suspicions: number;
  trusted: boolean;
}): boolean {
  return (
    account.thresholdCents !== undefined &&
    account.escrowCents > account.thresholdCents &&
    account.ageDays >= TRUST_AGE_DAYS &&
    !account.anonymous &&
    account.suspicions < SUSPICIONS_MAX &&
    !account.trusted
  );
}
