import { PutNewFilter } from '@openhorde/contract';
import type { Command } from 'commander';
import { checked } from '../../checked.ts';
import { say, show, table } from '../../terminal.ts';
import { withTools } from '../../withTools.ts';
import { wholeNumber } from '../../words.ts';

const TYPES = {
  10: 'age; its replacements mend a prompt, unless the request says replacement_filter: false',
  11: 'age, more of it',
  20: 'lewdness',
} as const;
const TYPES_HELP = `
A prompt is refused when both age (10 or 11) and lewdness (20) are found in it.
${Object.entries(TYPES)
  .map(([type, meaning]) => `  ${type}  ${meaning}`)
  .join('\n')}

Examples:
  $ openhorde filter add 10 "\\bschoolager\\b" --replacement adult
  $ openhorde filter test "a portrait of a schoolager"`;

/** `openhorde filter list|add|remove|test` */
export function filterCommands(program: Command): void {
  const filter = program
    .command('filter')
    .description('expressions that prompts are looked through for')
    .addHelpText('after', TYPES_HELP);
  filter
    .command('list')
    .option('-t, --type <number>', 'only those of one type')
    .option('-c, --contains <text>', 'only those with this in the expression')
    .option('--json', 'for programs')
    .description('the filters')
    .action(list);
  filter
    .command('add')
    .argument('<type>', Object.keys(TYPES).join(', '))
    .argument('<regex>', 'an expression in the syntax of RE2')
    .option('-r, --replacement <text>', 'what stands in its place where prompts are mended')
    .option('-d, --description <text>', 'why, for other moderators')
    .description('add a filter, on every node at once')
    .action(add);
  filter
    .command('remove')
    .argument('<id>', 'as "filter list" shows it')
    .description('delete a filter')
    .action(remove);
  filter
    .command('test')
    .argument('<prompt>')
    .option('-t, --type <number>', 'only by filters of one type')
    .option('--json', 'for programs')
    .description('what the filters say of a prompt; nothing is recorded')
    .action(test);
}

const typeOf = (type: string | undefined) => (type === undefined ? undefined : wholeNumber(type));

async function list(options: { type?: string; contains?: string; json?: boolean }): Promise<void> {
  const { contains } = options;
  const filterType = typeOf(options.type);
  await withTools(async ({ filters }) => {
    const found = await filters.list({ filterType, contains });
    show(found, options, () => {
      if (found.length === 0) return 'no filters';
      return table([
        ['id', 'type', 'expression', 'replacement', 'why'],
        ...found.map(({ id, filterType, regex, replacement, description }) => [
          String(id),
          String(filterType),
          regex,
          replacement,
          description ?? '',
        ]),
      ]);
    });
  });
}

async function add(
  type: string,
  regex: string,
  { replacement, description }: { replacement?: string; description?: string },
): Promise<void> {
  const filter_type = wholeNumber(type);
  await withTools(async ({ filters }) => {
    const body = {
      regex,
      filter_type,
      ...(description !== undefined && { description }),
      ...(replacement !== undefined && { replacement }),
    };
    const { id } = await filters.create(null, checked(PutNewFilter, body));
    say(`filter ${id}: ${regex}`);
  });
}

async function remove(id: string): Promise<void> {
  await withTools(async ({ filters }) => {
    await filters.remove(null, wholeNumber(id));
    say(`filter ${id} is deleted`);
  });
}

async function test(prompt: string, options: { type?: string; json?: boolean }): Promise<void> {
  const type = typeOf(options.type);
  await withTools(async ({ filters }) => {
    const found = filters.tryOn(prompt, type);
    show(found, options, () =>
      found.matches.length === 0
        ? 'no filter finds anything'
        : `suspicion ${found.suspicion}; found: ${found.matches.join(', ')}`,
    );
  });
}
