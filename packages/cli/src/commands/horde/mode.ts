import type { Command } from 'commander';
import { say, show, table } from '../../terminal.ts';
import { withTools } from '../../withTools.ts';
import { oneOf, onOrOff } from '../../words.ts';

const MODES = {
  maintenance: { field: 'maintenance', meaning: 'no requests are taken; what is running goes on' },
  'invite-only': { field: 'inviteOnly', meaning: 'new workers come by invitation (user set … invited)' },
  raid: {
    field: 'raid',
    meaning: 'extra caution: nobody registers without a sign-in; only moderators are told',
  },
} as const;
const NAMES = Object.keys(MODES) as (keyof typeof MODES)[];

/** `openhorde mode show|set` */
export function modeCommands(program: Command): void {
  const mode = program.command('mode').description('maintenance, invitations, raid');
  mode.command('show').option('--json', 'for programs').description('which modes are on').action(showModes);
  mode
    .command('set')
    .argument('<mode>', NAMES.join(', '))
    .argument('<state>', 'on or off')
    .description('switch a mode, on every node at once')
    .addHelpText('after', `\n${NAMES.map(name => `  ${name.padEnd(14)}${MODES[name].meaning}`).join('\n')}`)
    .action(setMode);
}

async function showModes(options: { json?: boolean }): Promise<void> {
  await withTools(async ({ modes }) => {
    const { current } = modes;
    show(current, options, () =>
      table(NAMES.map(name => [name, current[MODES[name].field] ? 'on' : 'off', MODES[name].meaning])),
    );
  });
}

async function setMode(name: string, state: string): Promise<void> {
  const mode = oneOf('mode', name, NAMES);
  const isOn = onOrOff(state);
  await withTools(async ({ modes }) => {
    await modes.set({ [MODES[mode].field]: isOn });
    say(`${mode} is ${state}`);
  });
}
