import { route } from '../route.ts';
import { RequestError } from '../schemas/errors.ts';
import {
  GenerationPayloadStable,
  GenerationSubmitted,
  PopInputStable,
  SubmitInputStable,
} from '../schemas/imageWorker.ts';
import { JobProgressInput, JobProgressTaken } from '../schemas/progress.ts';
import { PICTURES_BYTES_MAX, POP_CODES, PREFER_WAIT, WORKER_LIMIT } from './shared.ts';

export const imagePop = route({
  method: 'POST',
  path: '/v2/generate/pop',
  operationId: 'post_image_job_pop',
  deletedAccounts: 'later',
  tag: 'Image workers',
  summary: 'Ask for a job',
  description:
    'Checks the worker in and answers the job that suits it best, or how many requests it was passed over for and why.',
  access: 'key',
  scope: 'worker',
  limits: WORKER_LIMIT,
  headers: PREFER_WAIT,
  body: PopInputStable,
  bodyCheck: 'schema',
  parserRequired: ['name'],
  answers: { 200: GenerationPayloadStable, 400: RequestError, 401: RequestError, 403: RequestError },
  output: 'full',
  returnCodes: POP_CODES,
});

export const imageSubmit = route({
  method: 'POST',
  path: '/v2/generate/submit',
  operationId: 'post_image_job_submit',
  deletedAccounts: 'may',
  tag: 'Image workers',
  summary: 'Hand in a result',
  access: 'key',
  scope: 'worker',
  limits: WORKER_LIMIT,
  body: SubmitInputStable,
  bodyBytesMax: PICTURES_BYTES_MAX,
  bodyCheck: 'schema',
  parserRequired: ['generation'],
  answers: {
    200: GenerationSubmitted,
    400: RequestError,
    401: RequestError,
    403: RequestError,
    404: RequestError,
  },
  output: 'full',
  returnCodes: [
    'InvalidJobID',
    'InvalidAPIKey',
    'WrongCredentials',
    'BadRequest',
    'DuplicateGen',
    'AbortedGen',
    'InvalidResult',
  ],
});

export const jobProgress = route({
  method: 'POST',
  path: '/v2/generate/progress',
  operationId: 'post_job_progress',
  deletedAccounts: 'may',
  tag: 'Image workers',
  summary: 'Report progress',
  description:
    'Of a job of any kind: steps of an image, tokens of a text. Shown to the requester while the job runs; the answer tells the worker early when nobody waits any more.',
  access: 'key',
  scope: 'worker',
  limits: WORKER_LIMIT,
  body: JobProgressInput,
  bodyCheck: 'schema',
  answers: {
    200: JobProgressTaken,
    400: RequestError,
    401: RequestError,
    403: RequestError,
    404: RequestError,
  },
  output: 'full',
  addition: true,
  returnCodes: ['InvalidJobID', 'InvalidAPIKey', 'WrongCredentials'],
});
