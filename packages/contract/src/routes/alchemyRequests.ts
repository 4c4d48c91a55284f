import { route } from '../route.ts';
import {
  InterrogationEvent,
  InterrogationStatus,
  RequestInterrogationResponse,
} from '../schemas/alchemyAnswer.ts';
import { ModelInterrogationInputStable } from '../schemas/alchemyRequest.ts';
import { RequestError } from '../schemas/errors.ts';
import { CHECK_LIMIT, PICTURES_BYTES_MAX, PREFER_WAIT, REQUEST_ID } from './shared.ts';

export const alchemyAsync = route({
  method: 'POST',
  path: '/v2/interrogate/async',
  operationId: 'post_interrogate',
  deletedAccounts: 'later',
  tag: 'Alchemy',
  summary: 'Ask about an image, or have it worked on',
  description: 'Puts one form into the queue for each thing to do, and answers the id of the request.',
  access: 'key',
  scope: 'generate',
  body: ModelInterrogationInputStable,
  bodyBytesMax: PICTURES_BYTES_MAX,
  bodyCheck: 'schema',
  parserRequired: ['source_image'],
  answers: {
    202: RequestInterrogationResponse,
    400: RequestError,
    401: RequestError,
    403: RequestError,
    429: RequestError,
    503: RequestError,
  },
  output: 'skip-none',
  returnCodes: [
    'MaintenanceMode',
    'BadRequest',
    'InvalidAPIKey',
    'DeletedUser',
    'TooManyPrompts',
    'TooManyBytesWaiting',
    'QueueFull',
    'TimeoutIP',
    'UntrustedUnsafeIP',
    'ImageValidationFailed',
    'SourceImageResolutionExceeded',
    'SourceImageSizeExceeded',
    'SourceImageUrlInvalid',
    'SourceImageUnreadable',
  ],
});

export const alchemyStatus = route({
  method: 'GET',
  path: '/v2/interrogate/status/{id}',
  operationId: 'get_interrogation_status',
  tag: 'Alchemy',
  summary: 'How far the forms are, and their results',
  access: 'public',
  limits: CHECK_LIMIT,
  params: REQUEST_ID,
  headers: PREFER_WAIT,
  answers: { 200: InterrogationStatus, 404: RequestError },
  output: 'full',
  returnCodes: ['RequestNotFound'],
});

export const alchemyCancel = route({
  method: 'DELETE',
  path: '/v2/interrogate/status/{id}',
  operationId: 'delete_interrogation_status',
  tag: 'Alchemy',
  summary: 'Cancel the forms that are not done',
  description: 'Answers what is left: results that are there stay. A form at a worker is paid for.',
  access: 'public',
  limits: CHECK_LIMIT,
  params: REQUEST_ID,
  answers: { 200: InterrogationStatus, 404: RequestError },
  output: 'full',
  returnCodes: ['RequestNotFound'],
});

export const alchemyEvents = route({
  method: 'GET',
  path: '/v2/interrogate/events/{id}',
  operationId: 'get_interrogation_events',
  tag: 'Alchemy',
  summary: 'Follow a request',
  description:
    'Server-sent events: a state event whenever something changes, and an end event when no form waits or runs any more.',
  access: 'public',
  limits: CHECK_LIMIT,
  params: REQUEST_ID,
  events: { state: InterrogationEvent, end: InterrogationEvent },
  answers: { 200: InterrogationEvent, 404: RequestError },
  output: 'full',
  mask: false,
  addition: true,
  returnCodes: ['RequestNotFound'],
});
