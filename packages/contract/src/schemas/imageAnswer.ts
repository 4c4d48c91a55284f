import type { Static } from 'typebox';
import { defaulted, define, extend } from '../define.ts';
import { GENERATION_STATES, IMAGE_METADATA_TYPES, IMAGE_METADATA_VALUES, WARNING_CODES } from '../enums.ts';
import { addition, flag, flagOr, integer, list, number, oneOf, text, UUID_LENGTH } from '../fields.ts';
import { RequestReasons } from './reasons.ts';

export type RequestSingleWarning = Static<typeof RequestSingleWarning>;
export const RequestSingleWarning = define(
  'RequestSingleWarning',
  {
    code: oneOf(WARNING_CODES, 'What the warning is about.'),
    message: text('The warning for people.', { minLength: 1 }),
  },
  { description: 'Something about the request that may not be meant.', output: 'skip-none' },
);

export type RequestAsync = Static<typeof RequestAsync>;
export const RequestAsync = define(
  'RequestAsync',
  {
    id: text('The id to ask after the request with.'),
    kudos: number('What the request is expected to cost.'),
    message: text('Something to tell the user, such as that no worker can serve it now.'),
    warnings: list(RequestSingleWarning, 'Each code at most once.'),
    reasons: addition(RequestReasons),
  },
  { description: 'The request is accepted.', output: 'skip-none' },
);

export type RequestStatusCheck = Static<typeof RequestStatusCheck>;
export const RequestStatusCheck = define(
  'RequestStatusCheck',
  {
    finished: integer('Jobs that are done.'),
    processing: integer('Jobs at workers.'),
    restarted: integer('Jobs that failed and went back.'),
    waiting: integer('Jobs that nobody has taken.'),
    done: flag('All jobs are done, or the request has failed.'),
    faulted: flagOr(false, 'The request has failed.'),
    wait_time: integer('Expected seconds until it is done.'),
    queue_position: integer('Place in the queue from 1; 0: nothing waits.'),
    kudos: number('Kudos spent so far.'),
    is_possible: flagOr(true, 'Some worker online could serve it.'),
    reasons: addition(RequestReasons),
  },
  { description: 'How far a request is.' },
);

export type RequestsCheckInput = Static<typeof RequestsCheckInput>;
export const RequestsCheckInput = define(
  'RequestsCheckInput',
  { ids: list(text('A request.', { maxLength: 36 }), 'Up to 100 requests.', { maxItems: 100 }) },
  { description: 'Requests to look at in one call.', required: ['ids'], output: 'skip-none' },
);

export type RequestChecked = Static<typeof RequestChecked>;
export const RequestChecked = extend(
  RequestStatusCheck,
  'RequestChecked',
  { id: text('The request.', UUID_LENGTH) },
  { description: 'How far one of several requests is.', required: ['id'] },
);

export type RequestsChecked = Static<typeof RequestsChecked>;
export const RequestsChecked = define(
  'RequestsChecked',
  {
    requests: list(RequestChecked, 'Those that are there, in the order of the call.'),
    missing: list(text('A request.'), 'Ids that no request has, or that have expired.'),
  },
  { description: 'How far several requests are.', required: ['requests', 'missing'] },
);

export type GenerationMetadataStable = Static<typeof GenerationMetadataStable>;
export const GenerationMetadataStable = define(
  'GenerationMetadataStable',
  {
    type: oneOf(IMAGE_METADATA_TYPES, 'What it is about.'),
    value: oneOf(IMAGE_METADATA_VALUES, 'What happened.'),
    ref: text('Which one, or more about it.', { maxLength: 255 }),
  },
  { description: 'A remark of the worker on its result.', required: ['type', 'value'], output: 'skip-none' },
);

export type Generation = Static<typeof Generation>;
export const Generation = define(
  'Generation',
  {
    worker_id: text('The worker that made it.', UUID_LENGTH),
    worker_name: text('Its name.'),
    model: text('The model used.'),
    state: defaulted(oneOf(GENERATION_STATES, 'Always ok for images; look at censored instead.'), 'ok'),
  },
  { description: 'A result.', required: ['state'] },
);

export type GenerationStable = Static<typeof GenerationStable>;
export const GenerationStable = extend(
  Generation,
  'GenerationStable',
  {
    img: text('An address to load the image from, or the image as base64.'),
    seed: text('The seed that makes it again.'),
    id: text('The id of the job.'),
    censored: flag('It was replaced by a notice.'),
    gen_metadata: list(GenerationMetadataStable, 'Remarks of the worker.'),
  },
  { description: 'An image.' },
);

export type RequestStatusStable = Static<typeof RequestStatusStable>;
export const RequestStatusStable = extend(
  RequestStatusCheck,
  'RequestStatusStable',
  {
    generations: list(GenerationStable, 'The images that are done, in no particular order.'),
    shared: flag('They may go into a public data set.'),
  },
  { description: 'How far a request is, and its images.' },
);
