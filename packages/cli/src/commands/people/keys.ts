import { KeyInput } from '@openhorde/contract';
import { plainText } from '@openhorde/sdk';
import type { Command } from 'commander';
import { checked } from '../../checked.ts';
import { findUser } from '../../find.ts';
import { bold, dim, say, show, styled, table } from '../../terminal.ts';
import { withTools } from '../../withTools.ts';
import { oneOf } from '../../words.ts';

const SCOPES = {
  all: 'everything the account may',
  generate: 'asking for images, texts and alchemy',
  worker: 'lending compute',
  read: 'looking',
} as const;
const NAMES = Object.keys(SCOPES) as (keyof typeof SCOPES)[];

/** `openhorde key list|make|revoke` */
export function keyCommands(program: Command): void {
  const key = program
    .command('key')
    .description('the API keys of an account, each for what it is needed for');
  const command = (name: string) => key.command(name).argument('<alias>', 'name#number, or the number alone');
  command('list')
    .option('--json', 'for programs')
    .description('which keys there are; the keys themselves are stored nowhere')
    .action(listKeys);
  command('make')
    .option('-s, --scope <scope>', NAMES.join(', '), 'all')
    .option('-l, --label <text>', 'to know it again')
    .description('make another key and print it')
    .addHelpText('after', `\n${NAMES.map(name => `  ${name.padEnd(10)}${SCOPES[name]}`).join('\n')}`)
    .action(makeKey);
  command('revoke').argument('<id>', 'as "key list" shows it').description('end a key').action(revokeKey);
}

async function listKeys(alias: string, options: { json?: boolean }): Promise<void> {
  await withTools(async tools => {
    const keys = await tools.operator.keys.list(await findUser(tools, alias));
    show(keys, options, () =>
      table([
        ['id', 'scope', 'label', 'made', 'last used'],
        ...keys.map(({ id, scope, label, main, created, last_used }) => [
          String(id),
          String(scope),
          label ?? (main ? '(the main one)' : ''),
          String(created),
          last_used ?? 'never',
        ]),
      ]),
    );
  });
}

async function makeKey(alias: string, options: { scope: string; label?: string }): Promise<void> {
  const scope = oneOf('scope', options.scope, NAMES);
  const { label } = options;
  await withTools(async tools => {
    const user = await findUser(tools, alias);
    const { key } = await tools.operator.keys.make(
      user,
      checked(KeyInput, { scope, ...(label !== undefined && { label }) }),
    );
    say(styled`${bold(plainText(user.alias))}, for ${SCOPES[scope]}`);
    say(styled`API key: ${bold(String(key))}  ${dim('(shown this once)')}`);
  });
}

async function revokeKey(alias: string, id: string): Promise<void> {
  await withTools(async tools => {
    const user = await findUser(tools, alias);
    await tools.operator.keys.revoke(user, id);
    say(`The key is no longer good.`);
  });
}
