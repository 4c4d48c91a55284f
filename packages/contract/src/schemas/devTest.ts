import type { Static } from 'typebox';
import { defaulted, define } from '../define.ts';
import { flag, flagOr, integer, NAME, nulAs, number, orNull, text } from '../fields.ts';

export type TestUserInput = Static<typeof TestUserInput>;
export const TestUserInput = define(
  'TestUserInput',
  {
    username: defaulted(nulAs('', text('Its name.', { minLength: 1, maxLength: 100 })), 'test_user'),
    oauth_id: defaulted(
      text('Which account it is; a UUID: a pseudonymous one.', { minLength: 1, ...NAME }),
      'ci_test_user',
    ),
    moderator: flagOr(true, 'A moderator.'),
    trusted: flagOr(true, 'Trusted.'),
    kudos: defaulted(orNull(integer('The balance it gets; null: leave it.', { minimum: 0 })), 10_000),
  },
  { description: 'A user for tests.', output: 'skip-none' },
);

export type TestUser = Static<typeof TestUser>;
export const TestUser = define(
  'TestUser',
  {
    api_key: text('A new key; each call makes one.'),
    user_id: text('The number of the user, as text.'),
    username: text('The bare name.'),
    alias: text('name#id'),
    kudos: number('The balance.'),
    trusted: flag('Trusted.'),
    moderator: flag('A moderator.'),
    created: flag('The account is new.'),
  },
  { description: 'A user for tests and its key.' },
);
