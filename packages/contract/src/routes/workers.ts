import { Type } from 'typebox';
import { ID, id, NAME, text } from '../fields.ts';
import { route } from '../route.ts';
import { RequestError } from '../schemas/errors.ts';
import { DeletedWorker, ModifyWorker, ModifyWorkerInput, WorkerDetails } from '../schemas/workers.ts';

const WORKER_ID = Type.Object({ worker_id: id('The worker.') });
const SINGLE_LIMIT = [{ count: 30, seconds: 60, per: 'path' }] as const;

export const workers = route({
  method: 'GET',
  path: '/v2/workers',
  operationId: 'get_workers',
  tag: 'Workers',
  summary: 'The workers online',
  access: 'lenient-key',
  scope: 'read',
  cache: { seconds: 30, vary: ['query', 'privilege'] },
  query: Type.Object({
    type: Type.Optional(text('Only workers of this type: image, text or interrogation.', ID)),
    name: Type.Optional(
      text('Only the worker of this name, in any letter case; type is not looked at then.', NAME),
    ),
  }),
  answers: { 200: Type.Array(WorkerDetails) },
  output: 'skip-none',
  returnCodes: [],
});

export const workerById = route({
  method: 'GET',
  path: '/v2/workers/{worker_id}',
  operationId: 'get_worker_single',
  tag: 'Workers',
  summary: 'A worker',
  access: 'lenient-key',
  scope: 'read',
  limits: SINGLE_LIMIT,
  cache: { seconds: 30, vary: ['privilege'] },
  params: WORKER_ID,
  answers: { 200: WorkerDetails, 401: RequestError, 403: RequestError, 404: RequestError },
  output: 'skip-none',
  returnCodes: ['WorkerNotFound'],
});

export const workerByName = route({
  method: 'GET',
  path: '/v2/workers/name/{worker_name}',
  operationId: 'get_worker_single_name',
  tag: 'Workers',
  summary: 'A worker by its name',
  access: 'lenient-key',
  scope: 'read',
  cache: { seconds: 30, vary: ['privilege'] },
  params: Type.Object({ worker_name: text('The exact name.', NAME) }),
  answers: { 200: WorkerDetails, 401: RequestError, 403: RequestError, 404: RequestError },
  output: 'skip-none',
  returnCodes: ['WorkerNotFound'],
});

export const editWorker = route({
  method: 'PUT',
  path: '/v2/workers/{worker_id}',
  operationId: 'put_worker_single',
  tag: 'Workers',
  summary: 'Change a worker',
  description: 'Its owner may change all but paused; moderators may change all.',
  access: 'key',
  scope: 'worker',
  lookupFirst: true,
  limits: SINGLE_LIMIT,
  params: WORKER_ID,
  body: ModifyWorkerInput,
  bodyCheck: 'schema',
  answers: { 200: ModifyWorker, 400: RequestError, 401: RequestError, 403: RequestError, 404: RequestError },
  output: 'skip-none',
  returnCodes: [
    'WorkerNotFound',
    'InvalidAPIKey',
    'DeletedUser',
    'NotOwner',
    'NotModerator',
    'AnonForbiddenWorker',
    'ProfaneWorkerInfo',
    'ProfaneWorkerName',
    'TooLongWorkerName',
    'WorkerNameAlreadyExists',
    'TeamNotFound',
    'NoWorkerModSelected',
    'BadRequest',
  ],
});

export const deleteWorker = route({
  method: 'DELETE',
  path: '/v2/workers/{worker_id}',
  operationId: 'delete_worker_single',
  tag: 'Workers',
  summary: 'Delete a worker',
  description: 'Not possible while jobs still refer to it; put it into maintenance and try again later.',
  access: 'key-401',
  scope: 'worker',
  lookupFirst: true,
  limits: SINGLE_LIMIT,
  params: WORKER_ID,
  answers: { 200: DeletedWorker, 401: RequestError, 403: RequestError, 404: RequestError, 423: RequestError },
  output: 'full',
  returnCodes: ['WorkerNotFound', 'InvalidAPIKey', 'NotModerator', 'AnonForbiddenWorker', 'Locked'],
});
