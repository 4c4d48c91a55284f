import type { Static } from 'typebox';
import { defaulted, define, extend } from '../define.ts';
import { SCHEDULERS, SOURCE_PROCESSINGS, SUBMIT_STATES } from '../enums.ts';
import {
  addition,
  CUT,
  date,
  FEW,
  flag,
  flagOr,
  id,
  integer,
  LONG_NAME,
  list,
  MANY,
  NAME,
  nulAs,
  number,
  oneOf,
  orNull,
  PICTURE,
  text,
} from '../fields.ts';
import { GenerationMetadataStable } from './imageAnswer.ts';
import { ExtraSourceImage, ModelPayloadRootStable } from './imageRequest.ts';

export type PopInput = Static<typeof PopInput>;
export const PopInput = define(
  'PopInput',
  {
    name: nulAs('', text('The name of the worker; a new one registers it.', LONG_NAME)),
    priority_usernames: defaulted(
      list(text('A user as name#id.', NAME), 'Users whose requests go first; the owner always does.', MANY),
      [],
    ),
    nsfw: flagOr(true, 'Serves requests that may be unsafe for work.', false),
    models: defaulted(
      list(
        text('Model name.', { minLength: 3, maxLength: 255 }),
        'The models it can serve now; the first 300 count.',
        CUT,
      ),
      [],
    ),
    bridge_agent: defaulted(
      text('The software of the worker as name:version:address.', { maxLength: 1000 }),
      'unknown:0:unknown',
    ),
    threads: defaulted(integer('How many jobs it does at a time.', { minimum: 1, maximum: 50 }), 1),
    require_upfront_kudos: flagOr(false, 'Only requests of users who have the kudos.'),
    amount: defaulted(integer('The most jobs of one request at a time.', { minimum: 1, maximum: 20 }), 1),
    extra_slow_worker: flagOr(
      false,
      'It is far slower than most; it gets more time and only requests that allow it.',
      true,
    ),
  },
  { description: 'What any worker says when it asks for a job.', output: 'skip-none' },
);

export type PopInputStable = Static<typeof PopInputStable>;
export const PopInputStable = extend(
  PopInput,
  'PopInputStable',
  {
    max_pixels: defaulted(integer('The largest image it makes: width times height.'), 262_144),
    blacklist: defaulted(
      list(text('A word.', LONG_NAME), 'Words in prompts that it does not serve; at most 200.', CUT),
      [],
    ),
    allow_img2img: flagOr(true, 'Serves source images.'),
    allow_painting: flagOr(true, 'Serves inpainting and outpainting.'),
    allow_unsafe_ipaddr: flagOr(true, 'Serves requests from VPN addresses.'),
    allow_post_processing: flagOr(true, 'Serves post-processing.'),
    allow_controlnet: flagOr(false, 'Serves ControlNet.', true),
    allow_sdxl_controlnet: flagOr(false, 'Serves the QR code workflow on SDXL, and transparency.', true),
    allow_lora: flagOr(false, 'Serves LoRAs.', true),
    limit_max_steps: flagOr(false, 'Skips requests with more steps than is usual for their model.', true),
    schedulers: addition(
      list(oneOf(SCHEDULERS, 'Noise schedule.'), 'Values of scheduler that it understands.', FEW),
    ),
  },
  { description: 'What an image worker says when it asks for a job.', output: 'skip-none' },
);

export type NoValidRequestFound = Static<typeof NoValidRequestFound>;
export const NoValidRequestFound = define(
  'NoValidRequestFound',
  {
    worker_id: integer('They want other workers.', { minimum: 0 }),
    performance: integer('They want faster workers.', { minimum: 0 }),
    nsfw: integer('They may be unsafe for work.', { minimum: 0 }),
    blacklist: integer('Their prompt has a word of the blacklist.', { minimum: 0 }),
    untrusted: integer('They want trusted workers.', { minimum: 0 }),
    models: integer('They want other models.', { minimum: 0 }),
    bridge_version: integer('They need a newer worker software.', { minimum: 0 }),
    kudos: integer('Their user lacks the kudos.'),
  },
  { description: 'How many waiting requests were passed over, and why.', output: 'skip-none' },
);

export type NoValidRequestFoundStable = Static<typeof NoValidRequestFoundStable>;
export const NoValidRequestFoundStable = extend(
  NoValidRequestFound,
  'NoValidRequestFoundStable',
  {
    max_pixels: integer('They want larger images.'),
    step_count: integer('They want more steps.'),
    unsafe_ip: integer('They come from a VPN address.'),
    img2img: integer('They have a source image.'),
    painting: integer('They want inpainting or outpainting.'),
    'post-processing': integer('They want post-processing.'),
    lora: integer('They want LoRAs.'),
    controlnet: integer('They want ControlNet.'),
  },
  { description: 'How many waiting image requests were passed over, and why.', output: 'skip-none' },
);

export type ModelPayloadStable = Static<typeof ModelPayloadStable>;
export const ModelPayloadStable = extend(
  ModelPayloadRootStable,
  'ModelPayloadStable',
  {
    prompt: text('The prompt, with the negative one after ###.'),
    ddim_steps: defaulted(integer('Sampling steps.'), 30),
    n_iter: defaulted(integer('How many images: the batch.'), 1),
    use_nsfw_censor: flag('Replace images that are unsafe for work.'),
  },
  { description: 'What to make.', output: 'skip-none' },
);

export type ResponseModelMessagePop = Static<typeof ResponseModelMessagePop>;
export const ResponseModelMessagePop = define(
  'ResponseModelMessagePop',
  {
    id: text('The id of the message.'),
    message: text('The message.'),
    origin: text('Who it is from.'),
    expiry: date('When it ends.'),
  },
  { description: 'A message to the worker.', required: ['expiry', 'id', 'message'], output: 'skip-none' },
);

export type GenerationPayloadStable = Static<typeof GenerationPayloadStable>;
export const GenerationPayloadStable = define(
  'GenerationPayloadStable',
  {
    payload: ModelPayloadStable,
    id: orNull(text('The first job; null: there is none.')),
    ids: list(text('Job id.'), 'All jobs of the batch.'),
    messages: list(ResponseModelMessagePop, 'Messages to the worker.'),
    ttl: orNull(integer('Seconds until the job is taken away.')),
    skipped: NoValidRequestFoundStable,
    model: orNull(text('The model to use.')),
    source_image: orNull(text('The address of the source image; null: text-to-image.')),
    source_processing: defaulted(oneOf(SOURCE_PROCESSINGS, 'What to do with the source image.'), 'img2img'),
    source_mask: orNull(text('The address of the mask.')),
    extra_source_images: orNull(list(ExtraSourceImage, 'More images for a remix.')),
    r2_upload: orNull(text('Where to put the first image.')),
    r2_uploads: orNull(list(text('Address.'), 'Where to put each image, in the order of ids.')),
  },
  { description: 'A job, or none and why.' },
);

export type SubmitInput = Static<typeof SubmitInput>;
export const SubmitInput = define(
  'SubmitInput',
  {
    id: id('The job.'),
    generation: nulAs(
      '\ufffd',
      text(
        'The text; of an image R2 when it was uploaded to the address of the pop, else the image as base64.',
        PICTURE,
      ),
    ),
    state: defaulted(oneOf(SUBMIT_STATES, 'How it went.'), 'ok'),
  },
  { description: 'A result of any worker.', required: ['id'], output: 'skip-none' },
);

export type SubmitInputStable = Static<typeof SubmitInputStable>;
export const SubmitInputStable = extend(
  SubmitInput,
  'SubmitInputStable',
  {
    seed: integer('The seed used; -1 for a job that failed.'),
    censored: flagOr(false, 'No longer looked at; say it in gen_metadata.'),
    gen_metadata: list(GenerationMetadataStable, 'Remarks on the result, at most 50.', FEW),
  },
  { description: 'A result of an image worker.', required: ['seed'], output: 'skip-none' },
);

export type GenerationSubmitted = Static<typeof GenerationSubmitted>;
export const GenerationSubmitted = define(
  'GenerationSubmitted',
  { reward: number('Kudos earned.') },
  { description: 'The result was taken.' },
);
