import { route } from '../route.ts';
import {
  InterrogationPopInput,
  InterrogationPopPayload,
  InterrogationSubmitInput,
} from '../schemas/alchemyWorker.ts';
import { RequestError } from '../schemas/errors.ts';
import { GenerationSubmitted } from '../schemas/imageWorker.ts';
import { POP_CODES, PREFER_WAIT, RESULT_BYTES_MAX, WORKER_LIMIT } from './shared.ts';

export const alchemyPop = route({
  method: 'POST',
  path: '/v2/interrogate/pop',
  operationId: 'post_interrogate_pop',
  deletedAccounts: 'later',
  tag: 'Alchemists',
  summary: 'Ask for forms',
  description:
    'Checks the worker in and answers the forms that suit it best, or how many it was passed over for and why.',
  access: 'key',
  scope: 'worker',
  limits: WORKER_LIMIT,
  headers: PREFER_WAIT,
  body: InterrogationPopInput,
  bodyCheck: 'schema',
  parserRequired: ['name'],
  answers: { 200: InterrogationPopPayload, 400: RequestError, 401: RequestError, 403: RequestError },
  output: 'full',
  returnCodes: POP_CODES,
});

export const alchemySubmit = route({
  method: 'POST',
  path: '/v2/interrogate/submit',
  operationId: 'post_interrogate_submit',
  deletedAccounts: 'may',
  tag: 'Alchemists',
  summary: 'Hand in a result',
  access: 'key',
  scope: 'worker',
  limits: WORKER_LIMIT,
  body: InterrogationSubmitInput,
  bodyBytesMax: RESULT_BYTES_MAX,
  bodyCheck: 'parser',
  answers: {
    200: GenerationSubmitted,
    400: RequestError,
    401: RequestError,
    403: RequestError,
    404: RequestError,
  },
  output: 'full',
  returnCodes: ['InvalidJobID', 'InvalidAPIKey', 'WrongCredentials', 'DuplicateGen', 'InvalidResult'],
});
