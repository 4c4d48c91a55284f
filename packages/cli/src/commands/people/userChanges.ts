import { ModifyUserInput } from '@openhorde/contract';
import { plainText } from '@openhorde/sdk';
import type { Command } from 'commander';
import { checked } from '../../checked.ts';
import { findUser } from '../../find.ts';
import { bold, Complaint, dim, say, styled } from '../../terminal.ts';
import { withTools } from '../../withTools.ts';
import { oneOf, onOrOff, wholeNumber } from '../../words.ts';
import { ROLES } from './roles.ts';

/** What `user set` may set, each with what its value means and the change that it makes. */
const FIELDS = {
  name: { meaning: 'how it is called', change: text => ({ username: text }) },
  contact: { meaning: 'how to reach it', change: text => ({ contact: text }) },
  comment: { meaning: 'a note that moderators see', change: text => ({ admin_comment: text }) },
  concurrency: {
    meaning: 'images that may wait at a time',
    change: text => ({ concurrency: wholeNumber(text) }),
  },
  invited: {
    meaning: 'workers it may have while workers are by invitation',
    change: text => ({ worker_invited: wholeNumber(text) }),
  },
  'monthly-kudos': {
    meaning: 'kudos that are added to what comes each month (negative: taken off)',
    change: text => ({ monthly_kudos: wholeNumber(text) }),
  },
  'public-workers': {
    meaning: 'on: everybody sees which workers are its own',
    change: text => ({ public_workers: onOrOff(text) }),
  },
} as const satisfies Record<string, { meaning: string; change(text: string): ModifyUserInput }>;
const NAMES = Object.keys(FIELDS) as (keyof typeof FIELDS)[];

/** `openhorde user role|set|forgive|key|delete|undelete` */
export function userChangeCommands(user: Command): void {
  const command = (name: string) =>
    user.command(name).argument('<alias>', 'name#number, or the number alone');
  command('role')
    .argument('<role>', ROLES.join(', '))
    .argument('<state>', 'on or off')
    .description('give a role, or take it')
    .action(setRole);
  command('set')
    .argument('<field>', NAMES.join(', '))
    .argument('<value>')
    .description('change an account')
    .addHelpText('after', `\n${NAMES.map(name => `  ${name.padEnd(16)}${FIELDS[name].meaning}`).join('\n')}`)
    .action(setField);
  command('forgive').description('forget all reports against it and its workers').action(forgive);
  command('key').description('give it a new key in place of its main one, and print it').action(renewKey);
  command('delete')
    .description('mark it as deleted; a second time, 30 days after it was last seen, wipe it')
    .action(deleteUser);
  command('undelete').description('take the mark off again').action(undelete);
}

async function edit(alias: string, input: ModifyUserInput, said: (alias: string) => string): Promise<void> {
  await withTools(async tools => {
    const user = await findUser(tools, alias);
    const { username } = await tools.operator.editUser(user, checked(ModifyUserInput, input));
    say(said(plainText(username === undefined ? user.alias : `${username}#${user.id}`)));
  });
}

async function setRole(alias: string, name: string, state: string): Promise<void> {
  const role = oneOf('role', name, ROLES);
  if (role === 'admin') return setAdmin(alias, onOrOff(state));
  await edit(alias, { [role]: onOrOff(state) }, who => `${who}: ${role} is ${state}`);
}

/** Not over HTTP: administrators do not make each other. */
async function setAdmin(alias: string, admin: boolean): Promise<void> {
  await withTools(async tools => {
    const user = await tools.operator.setAdmin(await findUser(tools, alias), admin);
    if (user.admin !== admin)
      throw new Complaint(
        admin
          ? `${plainText(user.alias)} belongs to everybody and cannot administer.`
          : `${plainText(user.alias)} still stands in ADMINS. Take it out there and start the nodes again.`,
      );
    say(`${plainText(user.alias)}: admin is ${admin ? 'on' : 'off'}`);
  });
}

async function setField(alias: string, name: string, value: string): Promise<void> {
  const field = oneOf('field', name, NAMES);
  await edit(alias, FIELDS[field].change(value), who => `${who}: ${field} is ${value}`);
}

const forgive = (alias: string) =>
  edit(alias, { reset_suspicion: true }, who => `${who}: all reports are forgotten`);

const undelete = (alias: string) => edit(alias, { undelete: true }, who => `${who} is back`);

async function renewKey(alias: string): Promise<void> {
  await withTools(async tools => {
    const user = await findUser(tools, alias);
    const key = await tools.operator.renewKey(user);
    say(bold(plainText(user.alias)));
    say(styled`API key: ${bold(key)}  ${dim('(shown this once; the old one is no longer good)')}`);
  });
}

async function deleteUser(alias: string): Promise<void> {
  await withTools(async tools => {
    const user = await findUser(tools, alias);
    await tools.operator.deleteUser(user);
    const who = plainText(user.alias);
    say(user.deleted ? `${who} is wiped` : `${who} is marked as deleted`);
  });
}
