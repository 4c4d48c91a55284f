import type { Static } from 'typebox';
import { defaulted, define, extend } from '../define.ts';
import { date, flag, list, oneOf, text } from '../fields.ts';
import { KEY_SCOPES } from '../keyScope.ts';

const scope = oneOf(
  KEY_SCOPES,
  'What it may be used for. all: everything; generate: requests; worker: workers; read: looking. Each may look.',
);

export type KeyInput = Static<typeof KeyInput>;
export const KeyInput = define(
  'KeyInput',
  {
    label: text('What it is for, so that one can tell it from others.', { minLength: 1, maxLength: 100 }),
    scope: defaulted(scope, 'all'),
  },
  { description: 'A key to make.', output: 'skip-none' },
);

export type KeyDetails = Static<typeof KeyDetails>;
export const KeyDetails = define(
  'KeyDetails',
  {
    id: text('Its id; not the key.'),
    label: text('What it is for.'),
    scope,
    main: flag('The key that the account was made with, or that was given in its place.'),
    created: date('When it was made.'),
    last_used: date('When it was used last, to a minute; absent: never.'),
  },
  {
    description: 'A key of an account, without the key itself, which nobody can read again.',
    output: 'skip-none',
  },
);

export type MadeKey = Static<typeof MadeKey>;
export const MadeKey = extend(
  KeyDetails,
  'MadeKey',
  { key: text('The key itself. It is shown this once.') },
  { description: 'A new key.', output: 'skip-none' },
);

export type KeyList = Static<typeof KeyList>;
export const KeyList = define(
  'KeyList',
  { keys: list(KeyDetails, 'The oldest first.') },
  { description: 'The keys of an account.' },
);
