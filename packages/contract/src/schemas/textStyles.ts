import type { Static } from 'typebox';
import { define, extend } from '../define.ts';
import { addition, id, integer, text, UUID_LENGTH } from '../fields.ts';
import { changedStyleFields, STYLE_MODELS, STYLE_TAGS, styleFields } from './styleFields.ts';
import { ModelPayloadStyleKobold } from './textRequest.ts';

export type ModelStyleInputParamsKobold = Static<typeof ModelStyleInputParamsKobold>;
export const ModelStyleInputParamsKobold = extend(
  ModelPayloadStyleKobold,
  'ModelStyleInputParamsKobold',
  {},
  { description: 'The parameters of a text style.', output: 'skip-none' },
);

const PROMPT_HELP = 'The prompt, with {p} where the text of the user goes.';
const SHARED_KEY = addition(
  id(
    'The id of a shared key that pays for requests by this style. Taken by the original, not published.',
    UUID_LENGTH,
  ),
);

export type ModelStyleInputKobold = Static<typeof ModelStyleInputKobold>;
export const ModelStyleInputKobold = define(
  'ModelStyleInputKobold',
  {
    ...styleFields('{p}', 3, PROMPT_HELP),
    params: ModelStyleInputParamsKobold,
    tags: STYLE_TAGS,
    models: STYLE_MODELS,
    sharedkey: SHARED_KEY,
  },
  { description: 'A new text style.', required: ['name'], output: 'skip-none' },
);

export type ModelStylePatchKobold = Static<typeof ModelStylePatchKobold>;
export const ModelStylePatchKobold = define(
  'ModelStylePatchKobold',
  {
    ...changedStyleFields(PROMPT_HELP),
    params: ModelStyleInputParamsKobold,
    tags: STYLE_TAGS,
    models: STYLE_MODELS,
    sharedkey: SHARED_KEY,
  },
  { description: 'Changes to a text style; what is left out stays.', output: 'skip-none' },
);

export type StyleKobold = Static<typeof StyleKobold>;
export const StyleKobold = extend(
  ModelStyleInputKobold,
  'StyleKobold',
  {
    id: text('The id of the style.'),
    use_count: integer('How many requests have used it.'),
    creator: text('Its owner, as name#id.'),
  },
  { description: 'A text style.', output: 'skip-none' },
);
