import type { Static } from 'typebox';
import { defaulted, define } from '../define.ts';
import { WORKER_TYPES } from '../enums.ts';
import { date, integer, list, number, oneOf, text } from '../fields.ts';

const upTo = (maximum: number) => ({ minimum: -1, maximum });

export type SharedKeyInput = Static<typeof SharedKeyInput>;
/** The limits are told and not enforced, as in the original: values are only coerced. */
export const SharedKeyInput = define(
  'SharedKeyInput',
  {
    kudos: defaulted(
      integer('What may be spent with it; -1: all that the owner has.', upTo(50_000_000)),
      5000,
    ),
    expiry: defaulted(integer('Days until it ends; -1: never.', { minimum: -1 }), -1),
    name: text('What it is for.', { minLength: 3, maxLength: 255 }),
    max_image_pixels: defaulted(
      integer('Width times height of an image at most; -1: any.', upTo(4_194_304)),
      -1,
    ),
    max_image_steps: defaulted(integer('Steps of an image at most; -1: any.', upTo(500)), -1),
    max_text_tokens: defaulted(integer('Tokens of a text at most; -1: any.', upTo(500)), -1),
  },
  { description: 'What a shared key may do.', output: 'skip-none' },
);

export type SharedKeyDetails = Static<typeof SharedKeyDetails>;
export const SharedKeyDetails = define(
  'SharedKeyDetails',
  {
    id: text('The key itself: whoever knows it may use it.'),
    username: text('The owner, as name#id.'),
    name: text('What it is for.'),
    kudos: integer('What is left of it; -1: without limit, 0: used up.'),
    expiry: date('When it ends; absent: never.'),
    utilized: integer('Kudos spent with it so far.'),
    max_image_pixels: integer('Width times height of an image at most; -1: any.'),
    max_image_steps: integer('Steps of an image at most; -1: any.'),
    max_text_tokens: integer('Tokens of a text at most; -1: any.'),
  },
  { description: 'A shared key.', output: 'skip-none' },
);

export type SharedKeyUse = Static<typeof SharedKeyUse>;
export const SharedKeyUse = define(
  'SharedKeyUse',
  {
    id: integer('Its number, larger for later ones.'),
    created: date('When it was charged.'),
    request_id: text('The request that was made with the key.'),
    job_id: text('The job that was charged; absent: the tax of the request.'),
    type: oneOf(WORKER_TYPES, 'What was asked for.'),
    kudos: number('What was charged.'),
    left: number('What was left of the key then; absent: it has no limit.'),
  },
  { description: 'One use of a shared key.', output: 'skip-none' },
);

export type SharedKeyUses = Static<typeof SharedKeyUses>;
export const SharedKeyUses = define(
  'SharedKeyUses',
  {
    uses: list(SharedKeyUse, 'The latest first.'),
    next: integer('Ask with before=next for the page after this one; absent: this was the last.'),
  },
  { description: 'What a shared key was used for. Kept for 90 days.', output: 'skip-none' },
);
