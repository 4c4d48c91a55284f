/** Kudos that come every month (rules-kudos §7.5). */

/** What a moderator receives beside what was granted to him. */
export const MODERATOR_MONTHLY_KUDOS = 300_000;

const PATREON: ReadonlyMap<number, number> = new Map([
  [10, 150_000],
  [24, 600_000],
  [25, 900_000],
  [50, 1_500_000],
  [100, 1_500_000],
]);

/** Kudos each month for an entitlement on Patreon, in units of the currency. Amounts of no tier give none. */
export function patreonKudos(units: number): number {
  const whole = Math.trunc(units);
  if (whole < 10) return Math.max(0, whole * 10_000);
  // Yearly payers are told with what a month comes to, and a discount.
  if (whole >= 102 && whole <= 108) return 150_000;
  return PATREON.get(whole) ?? 0;
}

const STRIPE: ReadonlyMap<string, number> = new Map([
  ['Superior Person', 20_000],
  ['Recognised', 75_000],
  ['Cherised', 200_000],
  ['Treasured', 700_000],
  ['Celebrated', 1_500_000],
  ['Sponsor', 1_500_000],
]);

/** Kudos each month for a subscription, by the name of its product; undefined: no such product. */
export const stripeKudos = (product: string): number | undefined => STRIPE.get(product);

/** This day in the next month, or the last day of that month where it is shorter. Milliseconds since 1970, UTC. */
export function monthLater(atMs: number): number {
  const at = new Date(atMs);
  const day = at.getUTCDate();
  const later = new Date(atMs);
  later.setUTCDate(1);
  later.setUTCMonth(at.getUTCMonth() + 1);
  const last = new Date(Date.UTC(later.getUTCFullYear(), later.getUTCMonth() + 1, 0)).getUTCDate();
  later.setUTCDate(Math.min(day, last));
  return later.getTime();
}

/**
 * When an allowance counts as received, if it is due: at first now, later exactly a month after the last one, so that
 * the day does not drift and one run never pays two months.
 */
export function allowanceDue(lastReceivedAtMs: number | null, nowMs: number): number | undefined {
  if (lastReceivedAtMs === null) return nowMs;
  const dueAtMs = monthLater(lastReceivedAtMs);
  return dueAtMs < nowMs ? dueAtMs : undefined;
}
