import { ENVIRONMENT, VERSION } from '@openhorde/server';
import { Command } from 'commander';
import { generate } from './commands/generate.ts';
import { addressCommands } from './commands/horde/address.ts';
import { auditCommands } from './commands/horde/audit.ts';
import { backupCommands } from './commands/horde/backup.ts';
import { filterCommands } from './commands/horde/filter.ts';
import { ledgerCommands } from './commands/horde/ledger.ts';
import { modeCommands } from './commands/horde/mode.ts';
import { workerCommands } from './commands/horde/workers.ts';
import { keyCommands } from './commands/people/keys.ts';
import { kudosCommands } from './commands/people/kudos.ts';
import { userCommands } from './commands/people/user.ts';
import { server } from './commands/server.ts';
import { up } from './commands/up.ts';
import { worker } from './commands/worker.ts';
import { table } from './terminal.ts';

/** Everything that `openhorde` understands. */
export function makeProgram(): Command {
  const program = new Command('openhorde')
    .description('A commons for generative AI: people lend compute, anybody may ask for images.')
    .version(VERSION)
    .showHelpAfterError('(openhorde --help says more)')
    .addHelpText('after', helpText);
  program.commandsGroup('Run and use a horde:');
  hordeCommands(program);
  program.commandsGroup('Look after a horde, beside a running node or without one:');
  userCommands(program);
  keyCommands(program);
  kudosCommands(program);
  modeCommands(program);
  filterCommands(program);
  addressCommands(program);
  auditCommands(program);
  ledgerCommands(program);
  backupCommands(program);
  return program;
}

function hordeCommands(program: Command): void {
  program
    .command('up')
    .description('start a whole horde on this machine: server, pages, and one worker with the shipped model')
    .action(up);

  program
    .command('server')
    .description('start the server alone; its log goes to standard output')
    .option('--no-pages', 'do not build and serve the web pages')
    .action(server);

  const workers = program
    .command('worker')
    .description('lend this machine to a horde as a Dreamer; or look after the workers of your own horde')
    .option('-c, --config <file>', 'settings; bridgeData.template.yaml explains them', 'bridgeData.yaml')
    .action(worker);
  workerCommands(workers);

  program
    .command('generate')
    .argument('<prompt>', 'what to draw')
    .description('ask a horde for images and save them')
    .option(
      '-o, --output <file>',
      'where to save, as .webp, .png or .jpg; several are numbered',
      'image.webp',
    )
    .option('-f, --force', 'replace files that are there')
    .option('-u, --url <address>', 'the horde', process.env.PUBLIC_URL ?? 'http://127.0.0.1:7001')
    .option(
      '-k, --apikey <key>',
      'your key (or OPENHORDE_APIKEY)',
      process.env.OPENHORDE_APIKEY ?? '0000000000',
    )
    .option('-m, --model <name>', 'by default the model that most workers offer')
    .option('-x, --negative <prompt>', 'what not to draw')
    .option('-s, --size <size>', 'width x height, multiples of 64', '512x512')
    .option('--steps <number>', 'sampling steps')
    .option('-n, --count <number>', 'how many images')
    .option('--seed <seed>', 'a number or a word; the same seed makes the same image')
    .action(generate);
}

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
  $ openhorde user role Ada#1 admin on             the first administrator
  $ openhorde backup backups/monday                everything in one folder

Settings of the server come from the environment, or from config.json in OPENHORDE_HOME:
${table(names).text}
`;
}
