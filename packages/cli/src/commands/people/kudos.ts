import { plainText } from '@openhorde/sdk';
import type { Command } from 'commander';
import { findUser } from '../../find.ts';
import { Complaint, lines, say, show, table } from '../../terminal.ts';
import { withTools } from '../../withTools.ts';
import { centsOf, wholeNumber } from '../../words.ts';

const LIMIT_MAX = 1000;

/** `openhorde kudos give|ledger` */
export function kudosCommands(program: Command): void {
  const kudos = program.command('kudos').description('what accounts have, and how it moved');
  kudos
    .command('give')
    .argument('<alias>', 'name#number, or the number alone')
    .argument('<amount>', 'kudos; negative (after --): taken away, down to the floor of the account')
    .description('give kudos out of nothing')
    .addHelpText(
      'after',
      '\nExamples:\n  $ openhorde kudos give Ada#1 500\n  $ openhorde kudos give Ada#1 -- -500',
    )
    .action(give);
  kudos
    .command('ledger')
    .argument('<alias>', 'name#number, or the number alone')
    .option('-n, --limit <number>', `how many, up to ${LIMIT_MAX}`, '25')
    .option('--before <id>', 'only those before this movement')
    .option('--json', 'for programs')
    .description('the movements of an account, the latest first')
    .action(ledger);
}

async function give(alias: string, amount: string): Promise<void> {
  const cents = centsOf(amount);
  if (cents === 0) throw new Complaint('Nothing to give.');
  await withTools(async tools => {
    const user = await findUser(tools, alias);
    await tools.operator.giveKudos(user, cents);
    say(`${plainText(user.alias)} has ${await tools.balanceOf(user.id)} kudos`);
  });
}

async function ledger(
  alias: string,
  options: { limit: string; before?: string; json?: boolean },
): Promise<void> {
  const limit = Math.min(LIMIT_MAX, Math.max(1, wholeNumber(options.limit)));
  const before = options.before === undefined ? Number.MAX_SAFE_INTEGER : wholeNumber(options.before);
  await withTools(async tools => {
    const user = await findUser(tools, alias);
    const found = await tools.operator.ledgerOf(user, { before, limit });
    show(found, options, () => {
      const { next } = found;
      const movements = found.movements ?? [];
      if (movements.length === 0) return `${plainText(user.alias)} has no movements`;
      const rows = movements.map(({ id, created, amount, balance, account, cause, other }) => [
        String(id),
        String(created),
        `${Number(amount) > 0 ? '+' : ''}${amount}`,
        String(balance),
        `${cause}${account === 'escrow' ? ' (held back)' : ''}`,
        plainText(other ?? ''),
      ]);
      const more = next == null ? [] : [`older ones: --before ${next}`];
      return lines(table([['id', 'when', 'amount', 'balance', 'why', 'with'], ...rows]), ...more);
    });
  });
}
