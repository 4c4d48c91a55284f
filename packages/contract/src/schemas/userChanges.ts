import type { Static } from 'typebox';
import { define } from '../define.ts';
import { flag, flagOr, integer, number, text } from '../fields.ts';

const NOTE = { minLength: 5, maxLength: 500 } as const;

export type ModifyUserInput = Static<typeof ModifyUserInput>;
export const ModifyUserInput = define(
  'ModifyUserInput',
  {
    kudos: number('Kudos to give; negative: to take. Administrators only.'),
    concurrency: integer('How many jobs may wait at a time. Moderators only.', { minimum: 0, maximum: 500 }),
    usage_multiplier: number('What is used counts so many times. Administrators only.', {
      minimum: 0.1,
      maximum: 10,
    }),
    worker_invited: integer('How many workers he may have while workers are by invitation. Moderators only.'),
    moderator: flag('A moderator, and trusted. Administrators only.'),
    public_workers: flag('Everybody may see whose the workers are.'),
    monthly_kudos: integer(
      'Kudos each month to add to the allowance; what is added comes at once. Administrators only.',
    ),
    username: text('A new name, 30 characters at most.', { minLength: 3, maxLength: 100 }),
    trusted: flag('Trusted; his workers go on. Moderators only.'),
    flagged: flag('Under suspicion. Moderators only.'),
    customizer: flag('May offer models of his own and make styles. Moderators only.'),
    vpn: flag('May run workers behind a VPN. Moderators only.'),
    service: flag('A service that acts for accounts of its own. Moderators only.'),
    education: flag('An account for teaching. Moderators only.'),
    special: flag('May use special models. Moderators only.'),
    undelete: flag('Take the mark of deletion back, whatever the value.'),
    filtered: flag('Not looked at.'),
    reset_suspicion: flag('Forget all suspicions, whatever the value. Moderators only.'),
    generate_proxy_passkey: flagOr(false, 'Make a new passkey, whatever the value. For services.'),
    contact: text('How to reach him.', NOTE),
    admin_comment: text('A note of the moderators.', NOTE),
  },
  { description: 'Changes to a user: all of them or none.', output: 'skip-none' },
);

export type ModifyUser = Static<typeof ModifyUser>;
export const ModifyUser = define(
  'ModifyUser',
  {
    new_kudos: number('The balance now.'),
    concurrency: integer('As it is now.'),
    usage_multiplier: number('As it is now.'),
    worker_invited: integer('As it is now.'),
    moderator: flag('As it is now.'),
    public_workers: flag('As it is now.'),
    username: text('As it is now.'),
    monthly_kudos: integer('The allowance now.'),
    trusted: flag('As it is now.'),
    flagged: flag('As it is now.'),
    customizer: flag('As it is now.'),
    vpn: flag('As it is now.'),
    service: flag('As it is now.'),
    education: flag('As it is now.'),
    special: flag('As it is now.'),
    undeleted: flag('The mark of deletion is gone.'),
    new_suspicion: integer('Points of suspicion now.'),
    contact: text('As it is now.'),
    admin_comment: text('As it is now.', NOTE),
    proxy_passkey: text('The new passkey, for the service alone.', { minLength: 16, maxLength: 16 }),
  },
  { description: 'What was changed.', output: 'skip-none' },
);
