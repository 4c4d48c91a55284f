import { Type } from 'typebox';
import { defaulted } from '../define.ts';
import { ID, id, integer, SAFE, text } from '../fields.ts';
import { route } from '../route.ts';
import { RequestError } from '../schemas/errors.ts';
import { SimpleResponse } from '../schemas/status.ts';
import { ResponseModelMessage } from '../schemas/workers.ts';

const MESSAGE_ID = Type.Object({ message_id: id('The message.') });

export const workerMessages = route({
  method: 'GET',
  path: '/v2/workers/messages',
  operationId: 'get_worker_messages',
  tag: 'Workers',
  summary: 'Messages to workers',
  description: 'Moderators see all, others what they wrote themselves. The oldest first, 50 a page.',
  access: 'key',
  scope: 'read',
  query: Type.Object({
    user_id: Type.Optional(text('Only what this user wrote, and what is for all workers.', ID)),
    worker_id: Type.Optional(id('Only what was written to this worker.')),
    validity: Type.Optional(defaulted(text('active, expired or all.', ID), 'active')),
    page: Type.Optional(defaulted(integer('Which page, from 1.', SAFE), 1)),
  }),
  answers: {
    200: Type.Array(ResponseModelMessage),
    400: RequestError,
    401: RequestError,
    403: RequestError,
    404: RequestError,
  },
  output: 'skip-none',
  returnCodes: ['InvalidAPIKey', 'Forbidden', 'BadRequest'],
});

export const writeToWorkers = route({
  method: 'POST',
  path: '/v2/workers/messages',
  operationId: 'post_worker_messages',
  tag: 'Workers',
  summary: 'Write to a worker',
  description:
    'The worker gets the message with every answer to a pop until it expires. Moderators may write to any worker, or to all by naming none.',
  access: 'key',
  scope: 'worker',
  body: ResponseModelMessage,
  bodyCheck: 'schema',
  answers: {
    200: ResponseModelMessage,
    400: RequestError,
    401: RequestError,
    403: RequestError,
    404: RequestError,
  },
  output: 'skip-none',
  returnCodes: [
    'InvalidAPIKey',
    'DeletedUser',
    'AnonForbidden',
    'WorkerNotFound',
    'MessagesOnlyOwnWorkers',
    'BadRequest',
  ],
});

export const workerMessage = route({
  method: 'GET',
  path: '/v2/workers/messages/{message_id}',
  operationId: 'get_single_worker_message',
  tag: 'Workers',
  summary: 'A message',
  access: 'public',
  params: MESSAGE_ID,
  answers: { 200: ResponseModelMessage, 404: RequestError },
  output: 'skip-none',
  returnCodes: ['WorkermessageNotFound'],
});

export const deleteWorkerMessage = route({
  method: 'DELETE',
  path: '/v2/workers/messages/{message_id}',
  operationId: 'delete_single_worker_message',
  tag: 'Workers',
  summary: 'Take a message back',
  description: 'For its author and moderators.',
  access: 'key',
  scope: 'worker',
  params: MESSAGE_ID,
  answers: {
    200: SimpleResponse,
    400: RequestError,
    401: RequestError,
    403: RequestError,
    404: RequestError,
  },
  output: 'full',
  returnCodes: ['InvalidAPIKey', 'WorkermessageNotFound', 'Forbidden'],
});
