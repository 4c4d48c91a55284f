import { route } from '../route.ts';
import { RequestError, RequestValidationError } from '../schemas/errors.ts';
import { RequestAsync } from '../schemas/imageAnswer.ts';
import { RequestEvent } from '../schemas/progress.ts';
import { RequestStatusKobold } from '../schemas/textAnswer.ts';
import { GenerationInputKobold } from '../schemas/textRequest.ts';
import { ASYNC_LIMITS, CHECK_LIMIT, PREFER_WAIT, REQUEST_ID } from './shared.ts';

/** Texts have no cheaper route to ask whether they are done. */
const STATUS_LIMIT = [{ count: 60, seconds: 60, per: 'path' }] as const;

/** A prompt may fill a context of a million tokens. */
const PROMPT_BYTES_MAX = 16 * 1024 * 1024;

export const textAsync = route({
  method: 'POST',
  path: '/v2/generate/text/async',
  operationId: 'post_text_async_generate',
  deletedAccounts: 'later',
  tag: 'Texts',
  summary: 'Request texts',
  description: 'Puts a request into the queue and answers its id. Ask status until it is done.',
  access: 'key-or-shared-key',
  scope: 'generate',
  limits: ASYNC_LIMITS,
  body: GenerationInputKobold,
  bodyBytesMax: PROMPT_BYTES_MAX,
  bodyCheck: 'schema',
  parserRequired: ['prompt'],
  answers: {
    200: RequestAsync,
    202: RequestAsync,
    400: RequestValidationError,
    401: RequestError,
    403: RequestError,
    404: RequestError,
    429: RequestError,
    503: RequestError,
  },
  output: 'skip-none',
  returnCodes: [
    'StyleNotFound',
    'StyleMismatch',
    'MaintenanceMode',
    'BadRequest',
    'SharedKeyEmpty',
    'SharedKeyExpired',
    'SharedKeyAssignedStyles',
    'InvalidAPIKey',
    'OnlyServiceAccountProxy',
    'DeletedUser',
    'TooManyExtraSourceImages',
    'MoreThanMinExtraSourceImage',
    'MissingPrompt',
    'WorkerNotFound',
    'RequiresTrust',
    'TooManyPrompts',
    'TooManyBytesWaiting',
    'QueueFull',
    'TextPromptTooLong',
    'TimeoutIP',
    'CorruptPrompt',
    'InvalidPromptSize',
    'TokenOverflow',
    'MissingFullSamplerOrder',
    'TooManyStopSequences',
    'ExcessiveStopSequence',
    'InvalidExtraSourceImages',
    'SharedKeyInsufficientKudos',
    'KudosUpfront',
  ],
});

export const textStatus = route({
  method: 'GET',
  path: '/v2/generate/text/status/{id}',
  operationId: 'get_text_async_status',
  tag: 'Texts',
  summary: 'A request and its texts',
  access: 'public',
  limits: STATUS_LIMIT,
  params: REQUEST_ID,
  headers: PREFER_WAIT,
  answers: { 200: RequestStatusKobold, 404: RequestError },
  output: 'full',
  returnCodes: ['RequestNotFound'],
});

export const textCancel = route({
  method: 'DELETE',
  path: '/v2/generate/text/status/{id}',
  operationId: 'delete_text_async_status',
  tag: 'Texts',
  summary: 'Cancel a request',
  description:
    'Answers the texts that are done. Jobs that are at workers finish and can be read until the request expires.',
  access: 'public',
  limits: STATUS_LIMIT,
  params: REQUEST_ID,
  answers: { 200: RequestStatusKobold, 404: RequestError },
  output: 'full',
  returnCodes: ['RequestNotFound'],
});

export const textEvents = route({
  method: 'GET',
  path: '/v2/generate/text/events/{id}',
  operationId: 'get_text_events',
  tag: 'Texts',
  summary: 'Follow a request',
  description:
    'Server-sent events: a state event whenever something changes, and an end event when the request is done, failed or gone.',
  access: 'public',
  limits: CHECK_LIMIT,
  params: REQUEST_ID,
  events: { state: RequestEvent, end: RequestEvent },
  answers: { 200: RequestEvent, 404: RequestError },
  output: 'full',
  mask: false,
  addition: true,
  returnCodes: ['RequestNotFound'],
});
