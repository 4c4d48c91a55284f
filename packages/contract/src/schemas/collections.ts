import type { Static } from 'typebox';
import { define } from '../define.ts';
import { flagOr, integer, LONG_NAME, list, MANY, oneOf, text } from '../fields.ts';
import { RequestSingleWarning } from './imageAnswer.ts';
import { STYLE_NAME } from './styleFields.ts';
import { ResponseModelStylesShort } from './users.ts';

const INFO = { minLength: 1, maxLength: 1000 } as const;

export type StyleModify = Static<typeof StyleModify>;
export const StyleModify = define(
  'StyleModify',
  {
    id: text('What was made or changed.'),
    message: text('OK'),
    warnings: list(RequestSingleWarning, 'What its models are not made for; each code at most once.'),
  },
  { description: 'A style, an example or a collection was made or changed.', output: 'skip-none' },
);

export type InputModelCollection = Static<typeof InputModelCollection>;
export const InputModelCollection = define(
  'InputModelCollection',
  {
    name: text('Its name, unlike that of every other collection of its owner.', STYLE_NAME),
    info: text('What it is about.', INFO),
    public: flagOr(true, 'It is listed; else only those who know its id or name find it.'),
    styles: list(
      text('Id or name of a style.', { minLength: 1, ...LONG_NAME }),
      "Its styles, anybody's: all for images or all for texts.",
      MANY,
    ),
  },
  { description: 'A collection of styles: a request by it takes one of them.', output: 'skip-none' },
);

export type ResponseModelCollection = Static<typeof ResponseModelCollection>;
export const ResponseModelCollection = define(
  'ResponseModelCollection',
  {
    id: text('The id of the collection.'),
    name: text('Its name.', STYLE_NAME),
    type: oneOf(['image', 'text'], 'What its styles are for.'),
    info: text('What it is about.', INFO),
    public: flagOr(true, 'It is listed.'),
    styles: list(ResponseModelStylesShort, 'Its styles.'),
    use_count: integer('How many requests have used it.'),
  },
  { description: 'A collection of styles.' },
);
