import type { HordeApiError } from '@openhorde/sdk';

/** Longest rest that a horde may ask for. */
const ASKED_MS_MAX = 3_600_000;

/** `first`, twice that, four times … but at most `longest`; `failures` counts from 1. */
export function growing(failures: number, { first, longest }: { first: number; longest: number }): number {
  return Math.min(first * 2 ** (failures - 1), longest);
}

/** What the server asks to wait, but within reason: not less than `ms`, which is taken where it asks for nothing. */
export function notBefore({ retryAfterSeconds = 0 }: HordeApiError, ms: number): number {
  return Math.max(ms, Math.min(retryAfterSeconds * 1000, ASKED_MS_MAX));
}
