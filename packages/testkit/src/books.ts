import assert from 'node:assert/strict';
import { type Environment, openTools } from '@openhorde/server';

/** Proves of the books of a horde what `openhorde ledger check` proves. @returns how much there was to prove it of */
export async function assertCleanBooks(
  environment: Environment,
): Promise<{ postings: number; events: number }> {
  const tools = await openTools(environment);
  const { postings, events, ...books } = await tools.checkLedger().finally(tools.close);
  assert.deepEqual(books, { sum: 0, unbalancedEvents: [], wrongBalances: [], belowFloor: [] });
  return { postings, events };
}
