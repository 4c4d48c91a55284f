import type { KudosCause } from '@openhorde/contract';

/**
 * Kudos events: what moved, between which accounts, and why. Amounts are whole cents (1 kudos = 100), so that no
 * sum ever drifts; the database keeps numeric(20,2).
 */

/** `user:5` spendable balance, `escrow:5` held back while untrusted, `worker:<uuid>` display total, and the system's. */
export type Account = `user:${number}` | `escrow:${number}` | `worker:${string}` | 'mint' | 'burn' | 'worked';

/** Totals by action, as account and worker pages show them. */
export type Action =
  | 'accumulated'
  | 'gifted'
  | 'donated'
  | 'admin'
  | 'received'
  | 'recurring'
  | 'awarded'
  | 'styled'
  | 'generated'
  | 'uptime'
  | 'interrogated';

/** What a posting is for; the history of an account shows it. */
export type Entry = KudosCause;

export interface Movement {
  account: Account;
  cents: number;
  entry: Entry;
  /** Total that the movement counts towards, where it does. */
  action?: Action;
}

export interface KudosEvent {
  /** Deterministic name of the business event: a second event of the same name moves nothing. */
  id: string;
  kind: string;
  /** Sum to zero. */
  movements: Movement[];
  /** Moves only if its account keeps enough; else the event does not happen. */
  guard?: Guard;
  /** What moves beside, as much as is there when it is written. */
  drain?: Drain;
  /** Where an account begins, which may be below its floor: what moves next is added first and lifted afterwards. */
  isStart?: boolean;
}

/** A condition that is looked at under the lock of the account, after everything that was written before. */
export interface Guard {
  account: Account;
  /** What must be left at least. */
  leavesCents: number;
  /** Told when it would not be, before the transaction ends. */
  refuse(): void;
}

/** All that an account holds goes to another one. */
export interface Drain {
  from: Account;
  to: Account;
  entry: Entry;
  action?: Action;
}

/** `cents` from the system to `to`; negative: nothing is made, use `charge`. */
export function mint(to: Account, cents: number, entry: Entry, action?: Action): Movement[] {
  return [
    { account: 'mint', cents: -cents, entry },
    { account: to, cents, entry, ...(action && { action }) },
  ];
}

/** `cents` from `from` to nowhere. */
export function charge(from: Account, cents: number, entry: Entry, action?: Action): Movement[] {
  return [
    { account: from, cents: -cents, entry, ...(action && { action }) },
    { account: 'burn', cents, entry },
  ];
}

/** A worker's display total: no currency, so its counterpart is a separate account. */
export function workerEarned(workerId: string, cents: number, entry: Entry, action: Action): Movement[] {
  return [
    { account: 'worked', cents: -cents, entry },
    { account: `worker:${workerId}`, cents, entry, action },
  ];
}

export function assertBalanced(event: KudosEvent): void {
  let sum = 0;
  for (const { cents } of event.movements) {
    if (!Number.isSafeInteger(cents))
      throw new RangeError(`${event.id}: ${cents} is no whole number of cents`);
    sum += cents;
  }
  if (sum !== 0) throw new RangeError(`${event.id}: postings sum to ${sum} cents, not to zero`);
}
