import type { Static } from 'typebox';
import { defaulted, define, extend } from '../define.ts';
import {
  CUT,
  FEW,
  flagOr,
  integer,
  LONG_NAME,
  list,
  nulAs,
  orNull,
  parserStage,
  TEXT_RESULT,
  text,
} from '../fields.ts';
import { ExtraSourceImage } from './imageRequest.ts';
import { NoValidRequestFound, PopInput, ResponseModelMessagePop, SubmitInput } from './imageWorker.ts';
import { GenerationMetadataKobold } from './textAnswer.ts';
import { ModelPayloadRootKobold } from './textRequest.ts';

export type PopInputKobold = Static<typeof PopInputKobold>;
export const PopInputKobold = extend(
  PopInput,
  'PopInputKobold',
  {
    max_length: defaulted(integer('The most tokens it writes.'), 512),
    max_context_length: defaulted(integer('The most tokens it reads: prompt and answer together.'), 2048),
    softprompts: defaulted(
      list(
        text('The name of a soft prompt; 100 characters count.', LONG_NAME),
        'The soft prompts it has; 200 count.',
        CUT,
      ),
      [],
    ),
    blacklist: parserStage(
      defaulted(
        list(text('A word.', LONG_NAME), 'Words in prompts that it does not serve; at most 200.', CUT),
        [],
      ),
    ),
    allow_unsafe_ipaddr: parserStage(flagOr(true, 'Serves requests from VPN addresses.')),
  },
  { description: 'What a text worker says when it asks for a job.', output: 'skip-none' },
);

export type NoValidRequestFoundKobold = Static<typeof NoValidRequestFoundKobold>;
export const NoValidRequestFoundKobold = extend(
  NoValidRequestFound,
  'NoValidRequestFoundKobold',
  {
    max_context_length: integer('They want more to be read.'),
    max_length: integer('They want longer texts.'),
    matching_softprompt: integer('They want a soft prompt that the worker lacks.'),
  },
  { description: 'How many waiting text requests were passed over, and why.', output: 'skip-none' },
);

export type ModelPayloadKobold = Static<typeof ModelPayloadKobold>;
export const ModelPayloadKobold = extend(
  ModelPayloadRootKobold,
  'ModelPayloadKobold',
  { prompt: text('What to go on from.') },
  { description: 'What to write.', output: 'skip-none' },
);

export type GenerationPayloadKobold = Static<typeof GenerationPayloadKobold>;
export const GenerationPayloadKobold = define(
  'GenerationPayloadKobold',
  {
    payload: ModelPayloadKobold,
    id: orNull(text('The first job; null: there is none.')),
    ids: list(text('Job id.'), 'All jobs of the batch.'),
    messages: list(ResponseModelMessagePop, 'Messages to the worker.'),
    ttl: orNull(integer('Seconds until the job is taken away.')),
    extra_source_images: orNull(list(ExtraSourceImage, 'Always null.')),
    skipped: NoValidRequestFoundKobold,
    softprompt: orNull(text('The soft prompt to use.')),
    model: orNull(text('The model to use.')),
  },
  { description: 'A text job, or none and why.' },
);

export type SubmitInputKobold = Static<typeof SubmitInputKobold>;
export const SubmitInputKobold = extend(
  SubmitInput,
  'SubmitInputKobold',
  {
    generation: nulAs('\ufffd', text('The text.', TEXT_RESULT)),
    gen_metadata: list(GenerationMetadataKobold, 'Remarks on the result, at most 50.', FEW),
    seed: parserStage(defaulted(integer('The seed used.'), 0)),
  },
  { description: 'A result of a text worker.', output: 'skip-none' },
);
