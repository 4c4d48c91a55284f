import type { Static } from 'typebox';
import { defaulted, define, extend } from '../define.ts';
import { TEXT_METADATA_TYPES, TEXT_METADATA_VALUES } from '../enums.ts';
import { integer, list, oneOf, text } from '../fields.ts';
import { Generation, RequestStatusCheck } from './imageAnswer.ts';

export type GenerationMetadataKobold = Static<typeof GenerationMetadataKobold>;
export const GenerationMetadataKobold = define(
  'GenerationMetadataKobold',
  {
    type: oneOf(TEXT_METADATA_TYPES, 'What it is about.'),
    value: oneOf(TEXT_METADATA_VALUES, 'What happened.'),
    ref: text('Which one, or more about it.', { maxLength: 255 }),
  },
  { description: 'A remark of the worker on its text.', required: ['type', 'value'], output: 'skip-none' },
);

export type GenerationKobold = Static<typeof GenerationKobold>;
export const GenerationKobold = extend(
  Generation,
  'GenerationKobold',
  {
    text: text('The text.', { minLength: 0 }),
    seed: defaulted(integer('The seed that the worker reported.'), 0),
    gen_metadata: list(GenerationMetadataKobold, 'Remarks of the worker.'),
  },
  { description: 'A text.' },
);

export type RequestStatusKobold = Static<typeof RequestStatusKobold>;
export const RequestStatusKobold = extend(
  RequestStatusCheck,
  'RequestStatusKobold',
  { generations: list(GenerationKobold, 'The texts that are done, in the order of their jobs.') },
  { description: 'How far a request is, and its texts.' },
);
