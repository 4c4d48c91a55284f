import type { Static } from 'typebox';
import { annotate, defaulted, define } from '../define.ts';
import { date, integer, list, NAME, number, oneOf, text } from '../fields.ts';

/** Null does not stand for the default amount: a caller that sends it means something else. */
const amount = annotate(defaulted(integer('How many kudos.'), 100), { refusesNull: true });

export type KudosTransferInput = Static<typeof KudosTransferInput>;
export const KudosTransferInput = define(
  'KudosTransferInput',
  { username: text('Who gets them: name#id, the id alone, or a shared key.', NAME), amount },
  { description: 'A gift of kudos.', required: ['username'], output: 'skip-none' },
);

export type KudosTransferred = Static<typeof KudosTransferred>;
export const KudosTransferred = define(
  'KudosTransferred',
  { transferred: number('How many kudos went over.') },
  { description: 'The kudos are with their receiver.' },
);

export type KudosAwardInput = Static<typeof KudosAwardInput>;
export const KudosAwardInput = define(
  'KudosAwardInput',
  { username: text('Who gets them: name#id, or the id alone.', NAME), amount },
  { description: 'An award of kudos.', required: ['username'], output: 'skip-none' },
);

export type KudosAwarded = Static<typeof KudosAwarded>;
export const KudosAwarded = define(
  'KudosAwarded',
  { awarded: number('How many kudos were given.') },
  { description: 'The kudos are with their receiver.' },
);

/** The reasons for movements of kudos. */
export const KUDOS_CAUSES = [
  'generation',
  'usage',
  'tax',
  'uptime',
  'escrow',
  'promotion',
  'admin',
  'transfer',
  'award',
  'monthly',
  'style',
  'rating',
  'floor',
] as const;
export type KudosCause = (typeof KUDOS_CAUSES)[number];

export type KudosMovement = Static<typeof KudosMovement>;
export const KudosMovement = define(
  'KudosMovement',
  {
    id: integer('Its number, larger for later ones.'),
    created: date('When they moved.'),
    account: oneOf(
      ['balance', 'escrow'],
      'Where: what can be spent, or what is held back until the user is trusted.',
    ),
    cause: oneOf(
      KUDOS_CAUSES,
      'What for. floor: created, because a balance never falls below its least value.',
    ),
    amount: number('How many; negative: away from the account.'),
    balance: number('What was in the account afterwards.'),
    event: text('The event that they belong to, such as settle:<job> or activate:<request>.'),
    other: text('Of a transfer: the other side, as name#id.'),
  },
  { description: 'One movement of kudos.', output: 'skip-none' },
);

export type KudosLedger = Static<typeof KudosLedger>;
export const KudosLedger = define(
  'KudosLedger',
  {
    movements: list(KudosMovement, 'The latest first.'),
    next: integer('Ask with before=next for the page after this one; absent: this was the last.'),
  },
  { description: 'The movements of an account.', output: 'skip-none' },
);
