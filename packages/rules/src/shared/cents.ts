/**
 * Kudos as whole hundredths. Binary fractions drift when they are summed; whole numbers do not, and stay exact to
 * 90 million million kudos.
 */
export type Cents = number;

/** Beyond this no account has kudos, and sums of cents would no longer be exact. */
export const KUDOS_MAX = 10_000_000_000_000;

/**
 * Nearest whole number, halves to the even one. What is a half but for the error of a few multiplications counts as
 * one: 380.49999999999994 is 380.5 when it comes from 7.61 / 2 × 100.
 */
export function roundHalfEven(value: number): number {
  const floor = Math.floor(value);
  const rest = value - floor;
  const tolerance = 1e-9 * Math.max(1, Math.abs(value) * 1e-3);
  if (Math.abs(rest - 0.5) > tolerance) return Math.round(value) + 0;
  return (floor % 2 === 0 ? floor : floor + 1) + 0;
}

/** Kudos to cents, rounded half-even at the second decimal. */
export const toCents = (kudos: number): Cents => roundHalfEven(kudos * 100);

/** Cents to kudos: the nearest binary fraction, for display and JSON. */
export const fromCents = (cents: Cents): number => cents / 100;

/** Cents as the database writes them: `-0.05`, `7.61`. */
export function centsToText(cents: Cents): string {
  const digits = Math.abs(cents).toString().padStart(3, '0');
  return `${cents < 0 ? '-' : ''}${digits.slice(0, -2)}.${digits.slice(-2)}`;
}

/** Reads a number of at most two decimals, as the database writes `numeric(20,2)`. @throws RangeError otherwise. */
export function centsFromText(text: string): Cents {
  const match = /^(-?)(\d+)(?:\.(\d{1,2}))?$/.exec(text);
  if (!match) throw new RangeError(`not an amount of kudos: ${text}`);
  const [, sign, whole = '0', fraction = ''] = match;
  const cents = Number(whole) * 100 + Number(fraction.padEnd(2, '0'));
  return sign === '-' ? -cents + 0 : cents;
}

/** A share of an amount, rounded half-even to a cent. */
export const percentOf = (cents: Cents, percent: number): Cents => roundHalfEven((cents * percent) / 100);
