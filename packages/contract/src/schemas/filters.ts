import type { Static } from 'typebox';
import { defaulted, define } from '../define.ts';
import { IMAGE_PROMPT, INT32, integer, list, text } from '../fields.ts';

const TYPE = { minimum: 10, maximum: 29 } as const;
const TYPE_WORDS =
  '10: age, which has the replacements as well; 11: more of it; 20: lewdness. The others are kept and not used.';
/** Bound of an expression that a moderator wants tried on every prompt. */
const REGEX = { minLength: 1, maxLength: 5000 } as const;

export type FilterDetails = Static<typeof FilterDetails>;
export const FilterDetails = define(
  'FilterDetails',
  {
    id: text('Its number.'),
    regex: text('The expression, in the syntax of RE2.'),
    filter_type: integer(TYPE_WORDS, TYPE),
    description: text('What it is for.'),
    replacement: defaulted(text('What a prompt that is rewritten gets in place of a match.'), ''),
    user: text('Who wrote or changed it last, as name#id.'),
  },
  {
    description: 'An expression that prompts are looked through for.',
    required: ['filter_type', 'id', 'regex', 'user'],
    output: 'skip-none',
  },
);

export type PutNewFilter = Static<typeof PutNewFilter>;
export const PutNewFilter = define(
  'PutNewFilter',
  {
    regex: text('The expression, in the syntax of RE2: without looking around and back.', REGEX),
    filter_type: integer(TYPE_WORDS, TYPE),
    description: text('What it is for.', { maxLength: 1000 }),
    replacement: defaulted(
      text('What a prompt that is rewritten gets in place of a match.', { maxLength: 255 }),
      '',
    ),
  },
  { description: 'A new filter.', required: ['filter_type', 'regex'], output: 'skip-none' },
);

export type PatchExistingFilter = Static<typeof PatchExistingFilter>;
export const PatchExistingFilter = define(
  'PatchExistingFilter',
  {
    regex: text('Another expression.', { maxLength: REGEX.maxLength }),
    filter_type: integer('Another type.', TYPE),
    description: text('Another description.', { maxLength: 1000 }),
    replacement: defaulted(text('Another replacement.', { maxLength: 255 }), ''),
  },
  { description: 'Changes to a filter; an empty text changes nothing.', output: 'skip-none' },
);

export type FilterTestInput = Static<typeof FilterTestInput>;
export const FilterTestInput = define(
  'FilterTestInput',
  {
    prompt: text('The prompt to look through.', IMAGE_PROMPT),
    filter_type: integer('Only with the filters of this type.', INT32),
  },
  { description: 'A prompt to try the filters on.', required: ['prompt'], output: 'skip-none' },
);

export type FilterPromptSuspicion = Static<typeof FilterPromptSuspicion>;
export const FilterPromptSuspicion = define(
  'FilterPromptSuspicion',
  {
    suspicion: defaulted(text('From 2 on the prompt would be refused or rewritten.'), '0', 0 as never),
    matches: list(text('A piece of the prompt.'), 'What the filters found.'),
  },
  { description: 'What the filters say of a prompt.', required: ['suspicion'] },
);

export type FilterRegex = Static<typeof FilterRegex>;
export const FilterRegex = define(
  'FilterRegex',
  {
    filter_type: integer(TYPE_WORDS, TYPE),
    regex: text('All its expressions in one; absent: there are none.'),
  },
  {
    description: 'The filters of a type as one expression.',
    required: ['filter_type', 'regex'],
    output: 'skip-none',
  },
);
