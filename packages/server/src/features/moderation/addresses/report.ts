import { reportHours, timeoutMinutes } from '@openhorde/rules';
import type { Executor } from '../../../platform/db.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 3_600_000;

// A count that is over begins anew.
const COUNT = `
  INSERT INTO address_reports AS r (address, reports, expires_at) VALUES ($1, 1, $2)
  ON CONFLICT (address) DO UPDATE
  SET reports = CASE WHEN r.expires_at > $3 THEN r.reports + 1 ELSE 1 END, expires_at = EXCLUDED.expires_at
  RETURNING reports`;

/**
 * Counts a refused prompt from an address.
 * @returns how many there are now, this one included
 */
export async function countReport(
  on: Executor,
  ip: string,
  isLenient: boolean,
  nowMs: number,
): Promise<number> {
  const expiresAt = new Date(nowMs + reportHours(isLenient) * HOUR_MS);
  const { rows } = await on.query<{ reports: number }>(COUNT, [ip, expiresAt, new Date(nowMs)]);
  return rows[0]!.reports;
}

/** When the time-out ends that a refused prompt brings. @param reports of the address, this one included */
export const timeoutEndMs = (reports: number, isService: boolean, nowMs: number): number =>
  nowMs + timeoutMinutes(reports - 1, isService) * MINUTE_MS;

/** Forgets the reports of an address. */
export async function forgetReports(on: Executor, ip: string): Promise<void> {
  await on.query('DELETE FROM address_reports WHERE address = $1', [ip]);
}

export async function pruneReports(on: Executor, nowMs: number): Promise<void> {
  await on.query('DELETE FROM address_reports WHERE expires_at <= $1', [new Date(nowMs)]);
}
