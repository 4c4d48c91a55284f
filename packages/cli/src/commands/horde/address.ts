import type { Command } from 'commander';
import { Complaint, say, show, table } from '../../terminal.ts';
import { withTools } from '../../withTools.ts';
import { wholeNumber } from '../../words.ts';

/** What over HTTP is the most, too. */
const HOURS_MAX = 720;

/** `openhorde address block|unblock|list` */
export function addressCommands(program: Command): void {
  const address = program
    .command('address')
    .description('addresses that may neither ask nor work for a while');
  const command = (name: string) =>
    address
      .command(name)
      .argument('<address>', 'such as 203.0.113.7, or a network: 198.51.100.0/24, 2001:db8::/64');
  command('block')
    .option('-H, --hours <number>', `how long, up to ${HOURS_MAX}`, '24')
    .description('put an address or a network into time-out')
    .action(block);
  command('unblock')
    .description('end a time-out, and forget the refused prompts that led to it')
    .action(unblock);
  address
    .command('list')
    .option('--json', 'for programs')
    .description('what is in time-out, and until when')
    .action(list);
}

async function block(text: string, options: { hours: string }): Promise<void> {
  const hours = wholeNumber(options.hours);
  if (hours < 1 || hours > HOURS_MAX) throw new Complaint(`A time-out lasts from 1 to ${HOURS_MAX} hours.`);
  await withTools(async ({ operator }) => {
    const address = await operator.blockAddress(text, hours);
    say(`${address} is in time-out for ${hours} ${hours === 1 ? 'hour' : 'hours'}`);
  });
}

async function unblock(text: string): Promise<void> {
  await withTools(async ({ operator }) => {
    say(`${await operator.unblockAddress(text)} is welcome again`);
  });
}

async function list(options: { json?: boolean }): Promise<void> {
  await withTools(async ({ operator }) => {
    const found = operator.timeouts().map(({ address, expiresAtMs }) => ({
      address,
      until: new Date(expiresAtMs).toISOString(),
    }));
    show(found, options, () => {
      if (found.length === 0) return 'no address is in time-out';
      return table([['address', 'until'], ...found.map(({ address, until }) => [address, until])]);
    });
  });
}
