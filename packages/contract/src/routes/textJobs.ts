import { route } from '../route.ts';
import { RequestError } from '../schemas/errors.ts';
import { GenerationSubmitted } from '../schemas/imageWorker.ts';
import { GenerationPayloadKobold, PopInputKobold, SubmitInputKobold } from '../schemas/textWorker.ts';
import { POP_CODES, PREFER_WAIT, RESULT_BYTES_MAX, WORKER_LIMIT } from './shared.ts';

export const textPop = route({
  method: 'POST',
  path: '/v2/generate/text/pop',
  operationId: 'post_text_job_pop',
  deletedAccounts: 'later',
  tag: 'Text workers',
  summary: 'Ask for a job',
  description:
    'Checks the worker in and answers the job that suits it best, or how many requests it was passed over for and why.',
  access: 'key',
  scope: 'worker',
  limits: WORKER_LIMIT,
  headers: PREFER_WAIT,
  body: PopInputKobold,
  bodyCheck: 'schema',
  parserRequired: ['name'],
  answers: { 200: GenerationPayloadKobold, 400: RequestError, 401: RequestError, 403: RequestError },
  output: 'full',
  returnCodes: POP_CODES,
});

export const textSubmit = route({
  method: 'POST',
  path: '/v2/generate/text/submit',
  operationId: 'post_text_job_submit',
  deletedAccounts: 'may',
  tag: 'Text workers',
  summary: 'Hand in a result',
  access: 'key',
  scope: 'worker',
  limits: WORKER_LIMIT,
  body: SubmitInputKobold,
  bodyBytesMax: RESULT_BYTES_MAX,
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
