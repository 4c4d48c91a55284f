import type { Static } from 'typebox';
import { define, extend, fieldsWithoutDefaults } from '../define.ts';
import { flag, id, integer, list, text, UUID_LENGTH } from '../fields.ts';
import { ModelPayloadStyleStable } from './imageRequest.ts';
import { SharedKeyDetails } from './sharedKeys.ts';
import { changedStyleFields, STYLE_MODELS, STYLE_TAGS, styleFields } from './styleFields.ts';

export type ModelStyleInputParamsStableNoDefaults = Static<typeof ModelStyleInputParamsStableNoDefaults>;
export const ModelStyleInputParamsStableNoDefaults = define(
  'ModelStyleInputParamsStableNoDefaults',
  fieldsWithoutDefaults(ModelPayloadStyleStable),
  { description: 'What a style fixes about an image; what it leaves out stays open.', output: 'skip-none' },
);

export type ModelStyleInputParamsStable = Static<typeof ModelStyleInputParamsStable>;
export const ModelStyleInputParamsStable = extend(
  ModelStyleInputParamsStableNoDefaults,
  'ModelStyleInputParamsStable',
  { steps: integer('Sampling steps.', { minimum: 1, maximum: 500 }) },
  { description: 'The parameters of an image style.', output: 'skip-none' },
);

const SHARED_KEY = id('The id of a shared key that pays for requests by this style.', UUID_LENGTH);

export type ModelStyleInputStable = Static<typeof ModelStyleInputStable>;
export const ModelStyleInputStable = define(
  'ModelStyleInputStable',
  {
    ...styleFields(
      '{p}{np}',
      7,
      'The prompt, with {p} where the words of the user go and {np} where his negative ones do.',
    ),
    params: ModelStyleInputParamsStable,
    tags: STYLE_TAGS,
    models: STYLE_MODELS,
    sharedkey: SHARED_KEY,
  },
  { description: 'A new image style.', required: ['name'], output: 'skip-none' },
);

export type ModelStylePatchStable = Static<typeof ModelStylePatchStable>;
export const ModelStylePatchStable = define(
  'ModelStylePatchStable',
  {
    ...changedStyleFields('The prompt, with {p} and {np}.'),
    params: ModelStyleInputParamsStable,
    tags: STYLE_TAGS,
    models: STYLE_MODELS,
    sharedkey: SHARED_KEY,
  },
  { description: 'Changes to an image style; what is left out stays.', output: 'skip-none' },
);

export type InputStyleExamplePost = Static<typeof InputStyleExamplePost>;
export const InputStyleExamplePost = define(
  'InputStyleExamplePost',
  {
    url: text('The https address of an image that the style made.', { maxLength: 1024 }),
    primary: flag('It is shown before the others.'),
  },
  { description: 'An image that shows what a style does.', output: 'skip-none' },
);

export type StyleExample = Static<typeof StyleExample>;
export const StyleExample = extend(
  InputStyleExamplePost,
  'StyleExample',
  { id: text('The id of the example.') },
  { description: 'An example of a style.', output: 'skip-none' },
);

export type StyleStable = Static<typeof StyleStable>;
export const StyleStable = extend(
  ModelStyleInputStable,
  'StyleStable',
  {
    id: text('The id of the style.', UUID_LENGTH),
    use_count: integer('How many requests have used it.'),
    creator: text('Its owner, as name#id.'),
    examples: list(StyleExample, 'Images that show what it does, at most 4.'),
    shared_key: SharedKeyDetails,
  },
  { description: 'An image style.', output: 'skip-none' },
);
