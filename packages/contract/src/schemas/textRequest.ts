import type { Static } from 'typebox';
import { defaulted, define, extend } from '../define.ts';
import {
  CUT,
  FEW,
  flag,
  flagOr,
  INT32,
  id,
  integer,
  list,
  MANY,
  NAME,
  number,
  parserStage,
  TEXT_PROMPT,
  text,
} from '../fields.ts';
import { ExtraSourceImage } from './imageRequest.ts';

export type ModelPayloadStyleKobold = Static<typeof ModelPayloadStyleKobold>;
export const ModelPayloadStyleKobold = define(
  'ModelPayloadStyleKobold',
  {
    frmtadsnsp: flag('Put a space in front of the answer where the prompt ends without one.'),
    frmtrmblln: flag('Leave out empty lines.'),
    frmtrmspch: flag('Leave out special characters.'),
    frmttriminc: flag('Leave out the last sentence when it breaks off.'),
    rep_pen: number('How strongly repetition is avoided; 1: not at all.', { minimum: 1, maximum: 3 }),
    rep_pen_range: integer('So many tokens back count as repetition.', { minimum: 0, maximum: 4096 }),
    rep_pen_slope: number('How much more near tokens count than far ones.', { minimum: 0, maximum: 10 }),
    singleline: flag('One line only.'),
    temperature: number('How daring the choice of tokens is.', { minimum: 0, maximum: 5 }),
    tfs: number('Tail-free sampling; 1: off.', { minimum: 0, maximum: 1 }),
    top_a: number('Top-a sampling; 0: off.', { minimum: 0, maximum: 1 }),
    top_k: integer('Only the so many likeliest tokens; 0: all.', { minimum: 0, maximum: 200 }),
    top_p: number('Only the likeliest tokens that have so much of the probability.', {
      minimum: 0.001,
      maximum: 1,
    }),
    typical: number('Typical sampling; 1: off.', { minimum: 0, maximum: 1 }),
    sampler_order: list(
      integer('A sampler.', INT32),
      'All of 0 to 6, in the order in which they are used.',
      FEW,
    ),
    use_default_badwordsids: flag('Leave out the tokens that the worker leaves out by default.'),
    stop_sequence: list(
      text('A text.', { maxLength: 10_000 }),
      'The answer ends where one of these comes; at most 128, and 2000 characters together.',
      MANY,
    ),
    min_p: defaulted(
      number('Only tokens with so much of the probability of the likeliest one.', { minimum: 0, maximum: 1 }),
      0,
    ),
    smoothing_factor: defaulted(number('Quadratic sampling; 0: off.', { minimum: 0, maximum: 10 }), 0),
    dynatemp_range: defaulted(
      number('How far the temperature may move with the certainty of the model; 0: off.', {
        minimum: 0,
        maximum: 5,
      }),
      0,
    ),
    dynatemp_exponent: defaulted(number('How it moves.', { minimum: 0, maximum: 5 }), 1),
  },
  { description: 'What a style may fix about a text.', output: 'skip-none' },
);

export type ModelPayloadRootKobold = Static<typeof ModelPayloadRootKobold>;
export const ModelPayloadRootKobold = extend(
  ModelPayloadStyleKobold,
  'ModelPayloadRootKobold',
  {
    n: integer('How many texts; 1 when absent.', { minimum: 1, maximum: 20 }),
    max_context_length: defaulted(
      integer('The most tokens that are read: prompt and answer together.', {
        minimum: 80,
        maximum: 1_048_576,
      }),
      2048,
    ),
    max_length: defaulted(integer('The most tokens that are written.', { minimum: 16, maximum: 4096 }), 80),
  },
  { description: 'What request and job have in common.', output: 'skip-none' },
);

export type ModelGenerationInputKobold = Static<typeof ModelGenerationInputKobold>;
export const ModelGenerationInputKobold = extend(
  ModelPayloadRootKobold,
  'ModelGenerationInputKobold',
  {},
  { description: 'The parameters of a text request.', output: 'skip-none' },
);

export type GenerationInputKobold = Static<typeof GenerationInputKobold>;
export const GenerationInputKobold = define(
  'GenerationInputKobold',
  {
    prompt: text('What to go on from.', TEXT_PROMPT),
    params: ModelGenerationInputKobold,
    softprompt: text('The name of a soft prompt that the worker must have.', { minLength: 1, ...NAME }),
    trusted_workers: flagOr(false, 'Only workers of trusted users.'),
    validated_backends: flagOr(false, 'Only workers whose software is known to answer faithfully.', true),
    slow_workers: flagOr(true, 'Slow workers may serve it; false needs kudos up front.'),
    workers: list(id('Worker id.'), 'Only these workers; the first 5 count.', CUT),
    worker_blacklist: flagOr(false, 'All workers but those named.'),
    models: defaulted(list(text('Model name.', NAME), 'One of these models; an empty list: any.', MANY), []),
    dry_run: flagOr(false, 'Only say what it would cost.'),
    proxied_account: text('The account of a service that the request is made for; services only.', NAME),
    extra_source_images: list(ExtraSourceImage, 'A text request takes none.', FEW),
    disable_batching: flagOr(false, 'One text for each job; for n above 1 trusted users and patrons only.'),
    allow_downgrade: flagOr(false, 'Make it shorter rather than refuse it for lack of kudos.'),
    webhook: text('An https address that each result is posted to.', { maxLength: 1024 }),
    style: text('Id or name of a style or collection.', { minLength: 3, maxLength: 1024 }),
    extra_slow_workers: flagOr(false, 'Workers that call themselves extra slow may serve it.'),
    nsfw: parserStage(
      flagOr(false, 'The text may be unsafe for work; only workers that allow it will serve it.'),
    ),
  },
  { description: 'A text request.', output: 'skip-none' },
);
