import { openTools, type Tools } from '@openhorde/server';
import { bold, Complaint, dim, say, table } from '../terminal.ts';

/** Roles that a moderator may give, and `moderator` itself. */
export const ROLES = [
  'moderator',
  'trusted',
  'flagged',
  'customizer',
  'vpn',
  'special',
  'service',
  'education',
] as const;
type Role = (typeof ROLES)[number];

async function withTools<T>(work: (tools: Tools) => Promise<T>): Promise<T> {
  const tools = await openTools();
  try {
    return await work(tools);
  } finally {
    await tools.close();
  }
}

/** `openhorde user add NAME` */
export async function addUser(name: string): Promise<void> {
  await withTools(async ({ accounts }) => {
    const made = await accounts.create({ username: name });
    if (!made) throw new Complaint('The account could not be made; please try again.');
    say(`${bold(made.user.alias)}`);
    say(`API key: ${bold(made.key)}  ${dim('(shown this once)')}`);
  });
}

/** `openhorde user show ALIAS` */
export async function showUser(alias: string): Promise<void> {
  await withTools(async tools => {
    const user = await find(tools, alias);
    const roles = ROLES.filter(role => user[role]);
    say(
      table([
        ['account', user.alias],
        ['kind', user.kind],
        ['kudos', String(await tools.balanceOf(user.id))],
        ['roles', roles.join(', ') || 'none'],
        ['images waiting at a time', String(user.concurrency)],
        ['since', new Date(user.createdAtMs).toISOString().slice(0, 10)],
      ]),
    );
  });
}

/** `openhorde user role ALIAS ROLE on|off` */
export async function setRole(alias: string, role: string, state: string): Promise<void> {
  if (!ROLES.includes(role as Role))
    throw new Complaint(`There is no role ${role}. Roles: ${ROLES.join(', ')}.`);
  if (state !== 'on' && state !== 'off') throw new Complaint(`A role is switched on or off, not ${state}.`);
  await withTools(async tools => {
    const user = await find(tools, alias);
    await tools.accounts.setRoles(user.id, { [role]: state === 'on' });
    say(`${user.alias}: ${role} is ${state}`);
  });
}

async function find({ accounts }: Tools, alias: string) {
  const id = /^(?:.*#)?(\d{1,10})$/.exec(alias)?.[1];
  const user = id === undefined ? undefined : await accounts.byId(Number(id));
  if (!user)
    throw new Complaint(`There is no account ${alias}. Write it as name#number, or the number alone.`);
  return user;
}
