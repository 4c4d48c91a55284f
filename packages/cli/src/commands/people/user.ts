import { plainText } from '@openhorde/sdk';
import { USERNAME_LENGTH_MAX } from '@openhorde/server';
import type { Command } from 'commander';
import { findUser } from '../../find.ts';
import { bold, Complaint, dim, say, show, styled, table } from '../../terminal.ts';
import { withTools } from '../../withTools.ts';
import { day, oneOf, wholeNumber } from '../../words.ts';
import { ROLES } from './roles.ts';
import { userChangeCommands } from './userChanges.ts';

const COUNT_MAX = 1000;

/** `openhorde user …` */
export function userCommands(program: Command): void {
  const user = program.command('user').description('accounts of this horde: make, look at, change, delete');
  user.command('add').argument('<name>').description('make an account and print its key').action(addUser);
  user
    .command('show')
    .argument('<alias>', 'name#number, or the number alone')
    .option('--json', 'for programs')
    .description('what is known of an account')
    .action(showUser);
  user
    .command('list')
    .option('--by <order>', 'kudos or age', 'kudos')
    .option('-n, --count <number>', `how many, up to ${COUNT_MAX}`, '25')
    .option('--skip <number>', 'how many to leave out before', '0')
    .option('--json', 'for programs')
    .description('those with the most kudos, or the oldest')
    .action(listUsers);
  userChangeCommands(user);
}

async function addUser(name: string): Promise<void> {
  const { length } = [...name.trim()];
  if (length === 0) throw new Complaint('An account needs a name.');
  if (length > USERNAME_LENGTH_MAX)
    throw new Complaint(`A name has ${USERNAME_LENGTH_MAX} characters at most, and this one ${length}.`);
  await withTools(async ({ accounts }) => {
    const made = await accounts.create({ username: name });
    if (!made) throw new Complaint('The account could not be made; please try again.');
    say(bold(plainText(made.user.alias)));
    say(styled`API key: ${bold(made.key)}  ${dim('(shown this once)')}`);
  });
}

async function showUser(alias: string, options: { json?: boolean }): Promise<void> {
  await withTools(async tools => {
    const user = await findUser(tools, alias);
    const kudos = await tools.balanceOf(user.id);
    const roles = ROLES.filter(role => user[role]);
    // How the account signs in is never printed.
    const { oauthId: _, ...facts } = user;
    show({ ...facts, kudos }, options, () =>
      table([
        ['account', plainText(user.alias)],
        ['kind', user.kind],
        ['kudos', String(kudos)],
        ['kudos each month', String(user.monthlyKudos)],
        ['roles', roles.join(', ') || 'none'],
        ['reports against it', String(user.suspicions)],
        ['images waiting at a time', String(user.concurrency)],
        ['workers it may have by invitation', String(user.workerInvited)],
        ['contact', plainText(user.contact ?? 'none')],
        ['comment', plainText(user.adminComment ?? 'none')],
        ['since', day(user.createdAtMs)],
        ...(user.deleted ? [['deleted', 'yes; a second "user delete" wipes it']] : []),
      ]),
    );
  });
}

async function listUsers(options: {
  by: string;
  count: string;
  skip: string;
  json?: boolean;
}): Promise<void> {
  const order = oneOf('order', options.by, ['kudos', 'age']);
  const count = Math.min(COUNT_MAX, Math.max(1, wholeNumber(options.count)));
  const skip = Math.max(0, wholeNumber(options.skip));
  await withTools(async tools => {
    const users = await tools.operator.users(order, skip, count);
    const found = await Promise.all(
      users.map(async user => ({
        id: user.id,
        alias: user.alias,
        kudos: await tools.balanceOf(user.id),
        roles: ROLES.filter(role => user[role]),
        deleted: user.deleted,
      })),
    );
    show(found, options, () =>
      table([
        ['account', 'kudos', 'roles'],
        ...found.map(({ alias, kudos, roles, deleted }) => [
          plainText(alias),
          String(kudos),
          [...roles, ...(deleted ? ['deleted'] : [])].join(', '),
        ]),
      ]),
    );
  });
}
