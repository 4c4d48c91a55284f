import { HordeError } from '@openhorde/contract';
import type { Database } from '../../../platform/db.ts';
import { parseAddress, parseNetwork } from '../../../platform/networks.ts';
import { recordDeed } from '../../audit/index.ts';
import { forgetReports } from './report.ts';
import type { AddressTimeouts } from './timeouts.ts';

export interface ChangeNeeds {
  db: Database;
  now(): number;
  timeouts: AddressTimeouts;
}

/** Who does it. */
export interface By {
  /** Null: the operator. */
  actorId: number | null;
  detail?: object;
}

/** Puts an address or a network, as `addressOrNetwork` writes it, into time-out, in place of the one that it has. */
export async function blockAddress(
  { db, now, timeouts }: ChangeNeeds,
  address: string,
  forMs: number,
  by: By,
): Promise<void> {
  const expiresAtMs = now() + forMs;
  await db.transaction(async transaction => {
    await timeouts.put({ address, expiresAtMs }, transaction);
    await recordDeed(transaction, { ...by, action: 'address.timeout', subject: `address:${address}` }, now());
  });
  timeouts.applied(address, expiresAtMs);
}

/** Ends a time-out, and forgets what led to it. */
export async function unblockAddress(
  { db, now, timeouts }: ChangeNeeds,
  address: string,
  by: By,
): Promise<void> {
  await db.transaction(async transaction => {
    await timeouts.lift(address, transaction);
    await forgetReports(transaction, address);
    await recordDeed(transaction, { ...by, action: 'address.lift', subject: `address:${address}` }, now());
  });
  timeouts.applied(address, undefined);
}

/** The one spelling of an address or a network. @throws HordeError BadRequest */
export function addressOrNetwork(text: string): string {
  const address = text.includes('/') ? parseNetwork(text) : parseAddress(text);
  if (address === undefined) throw noAddress();
  return address;
}

export const noAddress = () =>
  new HordeError('BadRequest', {
    message: 'This is no address and no network. Write 203.0.113.7, 198.51.100.0/24, or the like in IPv6.',
  });
