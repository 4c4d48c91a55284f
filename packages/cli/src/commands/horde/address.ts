import type { Command } from 'commander';
import { Complaint, say, show, table } from '../../terminal.ts';
import { withTools } from '../../withTools.ts';
import { wholeNumber } from '../../words.ts';

/** The most hours that a block over HTTP may last, too. */
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
    .option('-y, --yes', 'also a network that may be all of a provider')
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

/** Bits that a network at least has in common: a wider one is likelier a slip than a wish. */
const PREFIX_MIN = { ipv4: 16, ipv6: 32 };

function assertMeant(network: string): void {
  const prefix = Number(/\/(\d+)$/.exec(network)?.[1] ?? Number.POSITIVE_INFINITY);
  const least = network.includes(':') ? PREFIX_MIN.ipv6 : PREFIX_MIN.ipv4;
  if (prefix >= least) return;
  throw new Complaint(
    `${network} is wider than a /${least}: it may hold everybody of a provider, and you. Add --yes if that is meant.`,
  );
}

async function block(text: string, options: { hours: string; yes?: boolean }): Promise<void> {
  if (!options.yes) assertMeant(text);
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
