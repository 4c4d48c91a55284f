import { type Static, Type } from 'typebox';
import { defaulted, define, defineOpen, extend } from '../define.ts';
import {
  CONTROL_TYPES,
  POST_PROCESSORS,
  SAMPLERS,
  SCHEDULERS,
  SOURCE_PROCESSINGS,
  WORKFLOWS,
} from '../enums.ts';
import {
  addition,
  CUT,
  FEW,
  flagOr,
  IMAGE_PROMPT,
  id,
  integer,
  LONG_NAME,
  list,
  MANY,
  NAME,
  number,
  oneOf,
  PICTURE,
  text,
} from '../fields.ts';

export type ModelPayloadLorasStable = Static<typeof ModelPayloadLorasStable>;
export const ModelPayloadLorasStable = define(
  'ModelPayloadLorasStable',
  {
    name: text('File or page id of the LoRA, or its version id when is_version is set.', {
      minLength: 1,
      maxLength: 255,
    }),
    model: defaulted(number('Strength on the model.', { minimum: -5, maximum: 5 }), 1),
    clip: defaulted(number('Strength on the text encoder.', { minimum: -5, maximum: 5 }), 1),
    inject_trigger: text('A trigger word to add to the prompt; any: the first one of the LoRA.', {
      minLength: 1,
      maxLength: 30,
    }),
    is_version: flagOr(false, 'The name is the id of one version of the LoRA.'),
  },
  { description: 'A LoRA to lay over the model.', required: ['name'], output: 'skip-none' },
);

export type ModelPayloadTextualInversionsStable = Static<typeof ModelPayloadTextualInversionsStable>;
export const ModelPayloadTextualInversionsStable = define(
  'ModelPayloadTextualInversionsStable',
  {
    name: text('File or page id of the textual inversion.', { minLength: 1, maxLength: 255 }),
    inject_ti: oneOf(
      ['prompt', 'negprompt'],
      'Write it into this prompt; absent: the prompt names it itself.',
    ),
    strength: defaulted(
      number('Weight in the prompt that it is written into.', { minimum: -5, maximum: 5 }),
      1,
    ),
  },
  { description: 'A textual inversion to load.', required: ['name'], output: 'skip-none' },
);

export type ModelSpecialPayloadStable = Static<typeof ModelSpecialPayloadStable>;
export const ModelSpecialPayloadStable = defineOpen(
  'ModelSpecialPayloadStable',
  { '*': Type.Record(Type.String(), Type.Object({}, { additionalProperties: true })) },
  { description: 'Free content for special models; special users only.', output: 'skip-none' },
);

export type ExtraSourceImage = Static<typeof ExtraSourceImage>;
export const ExtraSourceImage = define(
  'ExtraSourceImage',
  {
    image: text('A base64 image or the address of one.', { minLength: 1, ...PICTURE }),
    strength: defaulted(number('How much this image counts.'), 1),
  },
  { description: 'One more source image of a remix.', output: 'skip-none' },
);

export type ExtraText = Static<typeof ExtraText>;
export const ExtraText = define(
  'ExtraText',
  {
    text: text('The text.', { minLength: 1, maxLength: 10_000 }),
    reference: text('What the workflow uses it for.', { minLength: 3, ...NAME }),
  },
  { description: 'A text that a workflow needs beside the prompt.', output: 'skip-none' },
);

const SIDE = { minimum: 64, maximum: 3072, multipleOf: 64 };
const DENOISING = { minimum: 0.01, maximum: 1 };

export type ModelPayloadStyleStable = Static<typeof ModelPayloadStyleStable>;
export const ModelPayloadStyleStable = define(
  'ModelPayloadStyleStable',
  {
    sampler_name: defaulted(oneOf(SAMPLERS, 'Sampler.'), 'k_euler_a'),
    cfg_scale: defaulted(
      number('How strictly the prompt is followed; at most two decimals.', { minimum: 0, maximum: 100 }),
      5,
      7.5,
    ),
    denoising_strength: number('How far the source image may be left behind.', DENOISING),
    hires_fix_denoising_strength: number('Denoising of the second pass of hires_fix.', DENOISING),
    height: defaulted(integer('Height in pixels.', SIDE), 512),
    width: defaulted(integer('Width in pixels.', SIDE), 512),
    post_processing: list(
      oneOf(POST_PROCESSORS, 'Post-processor.'),
      'Post-processors in order, at most one upscaler among them.',
      { uniqueItems: true, ...FEW },
    ),
    karras: flagOr(true, 'Karras noise schedule.', false),
    tiling: flagOr(false, 'Edges that fit together.'),
    hires_fix: flagOr(false, 'Compose small first, then refine at the full size.'),
    clip_skip: integer('Layers of the text encoder to leave out, counted from the end; 1: none.', {
      minimum: 1,
      maximum: 12,
    }),
    facefixer_strength: number('Strength of the face fixers.', { minimum: 0, maximum: 1 }),
    loras: list(ModelPayloadLorasStable, 'At most 5.', FEW),
    tis: list(ModelPayloadTextualInversionsStable, 'At most 20.', FEW),
    special: ModelSpecialPayloadStable,
    workflow: oneOf(WORKFLOWS, 'A prepared way of making the image.'),
    transparent: flagOr(false, 'A transparent background (Stable Diffusion 1 and XL).'),
  },
  { description: 'What a style may fix about an image.', output: 'skip-none' },
);

export type ModelPayloadRootStable = Static<typeof ModelPayloadRootStable>;
export const ModelPayloadRootStable = extend(
  ModelPayloadStyleStable,
  'ModelPayloadRootStable',
  {
    seed: text('Digits, or any text that is turned into a number; empty or absent: random.', LONG_NAME),
    seed_variation: integer('Step from the seed of one image to the next.', { minimum: 1, maximum: 1000 }),
    scheduler: addition(
      oneOf(
        SCHEDULERS,
        'Noise schedule; goes before karras, and all but normal and karras need workers that know it. Newer than the published schema.',
      ),
    ),
    batch_index: addition(
      integer(
        'A place in the batch that the seed makes, from 0: of a request the one image that is wanted (with a seed and n 1), of a job its first image. An addition of OpenHorde.',
        { minimum: 0, maximum: 19 },
      ),
    ),
    control_type: oneOf(CONTROL_TYPES, 'ControlNet that reads the source image.'),
    image_is_control: flagOr(false, 'The source image is a control map already.'),
    return_control_map: flagOr(false, 'Answer the control map instead of an image.'),
    extra_texts: list(ExtraText, 'Texts for the workflow.', FEW),
  },
  { description: 'What request and job have in common.', output: 'skip-none' },
);

export type ModelGenerationInputStable = Static<typeof ModelGenerationInputStable>;
export const ModelGenerationInputStable = extend(
  ModelPayloadRootStable,
  'ModelGenerationInputStable',
  {
    steps: defaulted(
      integer('Sampling steps; 20 is the default with a control_type, and 40 the most.', {
        minimum: 1,
        maximum: 500,
      }),
      30,
    ),
    n: defaulted(integer('How many images.', { minimum: 1, maximum: 20 }), 1),
  },
  { description: 'The parameters of an image request.', output: 'skip-none' },
);

export type GenerationInputStable = Static<typeof GenerationInputStable>;
export const GenerationInputStable = define(
  'GenerationInputStable',
  {
    prompt: text('What to make. ### parts the prompt from the negative prompt.', {
      minLength: 1,
      ...IMAGE_PROMPT,
    }),
    params: ModelGenerationInputStable,
    nsfw: flagOr(true, 'The image may be unsafe for work; only workers that allow it will serve it.', false),
    trusted_workers: flagOr(false, 'Only workers of trusted users.'),
    validated_backends: flagOr(false, 'Has no effect on images.', true),
    slow_workers: flagOr(true, 'Slow workers may serve it; false costs more and needs kudos up front.'),
    extra_slow_workers: flagOr(false, 'Workers that call themselves extra slow may serve it.'),
    censor_nsfw: flagOr(true, 'With nsfw false: unsafe images are replaced.', false),
    workers: list(id('Worker id.'), 'Only these workers; the first 5 count.', CUT),
    worker_blacklist: flagOr(false, 'All workers but those named.'),
    models: defaulted(list(text('Model name.', NAME), 'One of these models; an empty list: any.', MANY), [
      'stable_diffusion',
    ]),
    source_image: text('A base64 image or its address, for img2img and its like; empty: none.', PICTURE),
    source_processing: defaulted(oneOf(SOURCE_PROCESSINGS, 'What to do with the source image.'), 'img2img'),
    source_mask: text('A base64 image or its address: the part to paint over.', PICTURE),
    extra_source_images: list(ExtraSourceImage, 'More images for a remix, at most 5.', FEW),
    r2: flagOr(true, 'Answer an address to load the image from; false: the image itself as base64.'),
    shared: flagOr(false, 'The image may go into a public data set.'),
    replacement_filter: flagOr(true, 'A suspicious prompt is rewritten instead of refused.'),
    dry_run: flagOr(false, 'Only say what it would cost.'),
    proxied_account: text('The account of a service that the request is made for; services only.', NAME),
    disable_batching: flagOr(false, 'One image for each job; for n above 1 trusted users and patrons only.'),
    allow_downgrade: flagOr(false, 'Make it smaller rather than refuse it for lack of kudos.'),
    webhook: text('An https address that each result is posted to.', { minLength: 10, maxLength: 1024 }),
    style: text('Id or name of a style or collection.', { minLength: 3, maxLength: 1024 }),
  },
  { description: 'An image request.', required: ['prompt'], output: 'skip-none' },
);
