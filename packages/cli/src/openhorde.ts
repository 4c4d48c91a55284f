import { ENVIRONMENT, VERSION } from '@openhorde/server';
import { Command } from 'commander';
import { generate } from './commands/generate.ts';
import { checkLedger } from './commands/ledger.ts';
import { server } from './commands/server.ts';
import { up } from './commands/up.ts';
import { addUser, ROLES, setRole, showUser } from './commands/user.ts';
import { worker } from './commands/worker.ts';
import { clearProgress, red, table } from './terminal.ts';

const program = new Command('openhorde')
  .description('A commons for generative AI: people lend compute, anybody may ask for images.')
  .version(VERSION)
  .showHelpAfterError('(openhorde --help says more)')
  .addHelpText('after', helpText);

program
  .command('up')
  .description('start a whole horde on this machine: server, pages, and one worker with the shipped model')
  .action(up);

program
  .command('server')
  .description('start the server alone; its log goes to standard output')
  .option('--no-pages', 'do not build and serve the web pages')
  .action(server);

program
  .command('worker')
  .description('lend this machine to a horde as a Dreamer')
  .option('-c, --config <file>', 'settings; bridgeData.template.yaml explains them', 'bridgeData.yaml')
  .action(worker);

program
  .command('generate')
  .argument('<prompt>', 'what to draw')
  .description('ask a horde for images and save them')
  .option('-o, --output <file>', 'where to save; several images are numbered', 'image.webp')
  .option('-u, --url <address>', 'the horde', process.env.PUBLIC_URL ?? 'http://127.0.0.1:7001')
  .option(
    '-k, --apikey <key>',
    'your key (or OPENHORDE_APIKEY)',
    process.env.OPENHORDE_APIKEY ?? '0000000000',
  )
  .option('-m, --model <name>', 'by default the model that most workers serve')
  .option('-x, --negative <prompt>', 'what not to draw')
  .option('-s, --size <size>', 'width x height, multiples of 64', '512x512')
  .option('--steps <number>', 'sampling steps')
  .option('-n, --count <number>', 'how many images')
  .option('--seed <seed>', 'a number or a word; the same seed makes the same image')
  .action(generate);

const user = program.command('user').description('accounts of this horde');
user.command('add').argument('<name>').description('make an account and print its key').action(addUser);
user
  .command('show')
  .argument('<alias>', 'name#number')
  .description('what is known of an account')
  .action(showUser);
user
  .command('role')
  .argument('<alias>', 'name#number')
  .argument('<role>', ROLES.join(', '))
  .argument('<state>', 'on or off')
  .description('give a role, or take it')
  .action(setRole);

program
  .command('ledger')
  .description('the books of the horde')
  .command('check')
  .description('prove that all postings sum to zero and every balance equals its postings')
  .action(checkLedger);

function helpText(): string {
  const names = Object.entries(ENVIRONMENT).map(([name, { meaning, fallback }]) => [
    `  ${name}`,
    `${meaning} (default: ${fallback})`,
  ]);
  return `
Examples:
  $ openhorde up                                   a horde to try, on http://127.0.0.1:7001
  $ openhorde generate "a red heart" -o heart.webp
  $ HOST=0.0.0.0 PORT=80 openhorde server          a server for others
  $ openhorde worker --config bridgeData.yaml      lend this machine to any horde

Settings of the server come from the environment, or from config.json in OPENHORDE_HOME:
${table(names)}
`;
}

try {
  await program.parseAsync();
} catch (error) {
  clearProgress();
  // What a person can mend is a sentence; anything else is ours, and its stack helps to find it.
  const known =
    error instanceof Error &&
    /^(Complaint|ConfigError|HordeApiError|HordeNetworkError|FolderInUse|MigrationError)/.test(error.name);
  if (known || process.env.DEBUG === undefined)
    console.error(red(error instanceof Error ? error.message : String(error)));
  else console.error(error);
  process.exitCode = 1;
}
