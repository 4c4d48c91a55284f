import { type Static, Type } from 'typebox';
import { defaulted, define, defineOpen } from '../define.ts';
import { ALCHEMY_FORMS } from '../enums.ts';
import { FEW, flagOr, list, oneOf, PICTURE, parserStage, text } from '../fields.ts';

export type ModelInterrogationFormPayloadStable = Static<typeof ModelInterrogationFormPayloadStable>;
export const ModelInterrogationFormPayloadStable = defineOpen(
  'ModelInterrogationFormPayloadStable',
  { '*': Type.Record(Type.String(), Type.String()) },
  { description: 'Wishes about a form, handed to the worker as texts.', output: 'skip-none' },
);

export type ModelInterrogationFormStable = Static<typeof ModelInterrogationFormStable>;
export const ModelInterrogationFormStable = define(
  'ModelInterrogationFormStable',
  {
    name: oneOf(ALCHEMY_FORMS, 'What to find out about the image, or a post-processor to apply to it.'),
    payload: ModelInterrogationFormPayloadStable,
  },
  { description: 'One thing to do with the image.', required: ['name'], output: 'skip-none' },
);

export type ModelInterrogationInputStable = Static<typeof ModelInterrogationInputStable>;
export const ModelInterrogationInputStable = define(
  'ModelInterrogationInputStable',
  {
    forms: defaulted(
      list(
        ModelInterrogationFormStable,
        'What to do with the image; a name that is there twice counts once.',
        FEW,
      ),
      [],
    ),
    source_image: text('The address of an image, or the image as base64.', PICTURE),
    trusted_workers: parserStage(flagOr(false, 'Only workers of trusted users.')),
    slow_workers: flagOr(true, 'Slow workers may serve it.'),
    webhook: text('An https address that each result is posted to.', { minLength: 10, maxLength: 1024 }),
  },
  { description: 'A request about an image.', output: 'skip-none' },
);
