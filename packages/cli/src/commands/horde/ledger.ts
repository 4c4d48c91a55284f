import { openTools } from '@openhorde/server';
import type { Command } from 'commander';
import { Complaint, green, say, table } from '../../terminal.ts';

/** `openhorde ledger check` */
export function ledgerCommands(program: Command): void {
  program
    .command('ledger')
    .description('the books of the horde')
    .command('check')
    .description('prove that all postings sum to zero and every balance equals its postings')
    .action(checkLedger);
}

async function checkLedger(): Promise<void> {
  const tools = await openTools();
  try {
    const found = await tools.checkLedger();
    say(
      table([
        ['postings', String(found.postings)],
        ['events', String(found.events)],
        ['sum of all postings', found.sum.toFixed(2)],
        ['events that do not sum to zero', String(found.unbalancedEvents.length)],
        ['balances that differ from their postings', String(found.wrongBalances.length)],
        ['accounts below their floor', String(found.belowFloor.length)],
      ]),
    );
    const wrong = [
      ...(found.sum === 0 ? [] : [`All postings sum to ${found.sum.toFixed(2)}, not to zero.`]),
      ...found.unbalancedEvents.map(id => `The event ${id} does not sum to zero.`),
      ...found.wrongBalances.map(
        b => `${b.account} stands at ${b.balance}, but its postings sum to ${b.postings}.`,
      ),
      ...found.belowFloor.map(account => `${account} stands below its floor.`),
    ];
    if (wrong.length > 0) throw new Complaint(...wrong);
    say(green('The ledger is clean.'));
  } finally {
    await tools.close();
  }
}
