import { Type } from 'typebox';
import { ID, id, NAME, text } from '../fields.ts';
import { route } from '../route.ts';
import { RequestError } from '../schemas/errors.ts';
import {
  AddTimeoutIPInput,
  AddWorkerTimeout,
  AuditLog,
  DeleteTimeoutIPInput,
  IPTimeout,
  RefusedPrompts,
} from '../schemas/operations.ts';
import { SimpleResponse } from '../schemas/status.ts';
import { PAGE_BEFORE } from './shared.ts';

const ERRORS = { 400: RequestError, 401: RequestError, 403: RequestError } as const;
const MODERATORS = { tag: 'Operations', access: 'moderator', scope: 'all' } as const;
const ADDRESS_CODES = ['BadRequest', 'InvalidAPIKey', 'NotModerator'] as const;
const WORKER_ID = Type.Object({ worker_id: id('The worker.') });

export const blockTimeouts = route({
  ...MODERATORS,
  method: 'GET',
  path: '/v2/operations/ipaddr',
  operationId: 'get_operations_ip',
  summary: 'The networks in time-out',
  description: 'Single addresses are not listed: ask for one to see it.',
  answers: { 200: Type.Array(IPTimeout), ...ERRORS },
  output: 'full',
  returnCodes: ['InvalidAPIKey', 'NotModerator'],
});

export const addTimeout = route({
  ...MODERATORS,
  method: 'POST',
  path: '/v2/operations/ipaddr',
  operationId: 'post_operations_ip',
  summary: 'Put an address or a network into time-out',
  description: 'One that is in time-out already is from now on for as long as this call says.',
  body: AddTimeoutIPInput,
  bodyCheck: 'schema',
  answers: { 200: SimpleResponse, ...ERRORS },
  output: 'full',
  returnCodes: [...ADDRESS_CODES, 'DeletedUser'],
});

export const liftTimeout = route({
  ...MODERATORS,
  method: 'DELETE',
  path: '/v2/operations/ipaddr',
  operationId: 'delete_operations_ip',
  summary: 'Lift the time-out of an address or a network',
  description: 'Of a single address the count of its suspicious calls is forgotten as well.',
  body: DeleteTimeoutIPInput,
  bodyCheck: 'schema',
  answers: { 200: SimpleResponse, ...ERRORS },
  output: 'full',
  returnCodes: ADDRESS_CODES,
});

export const timeoutsOfAddress = route({
  ...MODERATORS,
  method: 'GET',
  path: '/v2/operations/ipaddr/{ipaddr}',
  operationId: 'get_operations_ip_single',
  summary: 'The time-outs that hold for an address',
  params: Type.Object({ ipaddr: text('A single address.', ID) }),
  answers: { 200: Type.Array(IPTimeout), ...ERRORS },
  output: 'full',
  returnCodes: ADDRESS_CODES,
});

export const blockWorkerAddress = route({
  ...MODERATORS,
  method: 'PUT',
  path: '/v2/operations/block_worker_ipaddr/{worker_id}',
  operationId: 'put_operations_block_worker_ip',
  summary: 'Put the address of a worker into time-out',
  description: 'The one that it last asked from; of IPv6 its /64.',
  params: WORKER_ID,
  body: AddWorkerTimeout,
  bodyCheck: 'schema',
  answers: { 200: SimpleResponse, ...ERRORS, 404: RequestError },
  output: 'full',
  returnCodes: ['InvalidAPIKey', 'DeletedUser', 'NotModerator', 'WorkerNotFound', 'BadRequest'],
});

export const unblockWorkerAddress = route({
  ...MODERATORS,
  method: 'DELETE',
  path: '/v2/operations/block_worker_ipaddr/{worker_id}',
  operationId: 'delete_operations_block_worker_ip',
  summary: 'Lift the time-out of the address of a worker',
  params: WORKER_ID,
  answers: { 200: SimpleResponse, ...ERRORS, 404: RequestError },
  output: 'full',
  returnCodes: ['InvalidAPIKey', 'NotModerator', 'WorkerNotFound'],
});

export const auditLog = route({
  ...MODERATORS,
  method: 'GET',
  path: '/v2/operations/audit',
  operationId: 'get_operations_audit',
  summary: 'What moderators did',
  query: Type.Object({
    ...PAGE_BEFORE.properties,
    actor: Type.Optional(text('Only deeds of this user: name#id, or the id alone.', NAME)),
    action: Type.Optional(text('Only deeds of this kind, or of this family: worker.pause, or worker.', NAME)),
    subject: Type.Optional(text('Only what was done to this, such as user:5.', NAME)),
  }),
  answers: { 200: AuditLog, ...ERRORS },
  output: 'skip-none',
  addition: true,
  returnCodes: ['InvalidAPIKey', 'NotModerator', 'BadRequest'],
});

export const refusedPrompts = route({
  ...MODERATORS,
  method: 'GET',
  path: '/v2/operations/prompts',
  operationId: 'get_operations_prompts',
  summary: 'Prompts that the filters refused',
  description: 'Reading them is a deed that the audit log holds.',
  query: PAGE_BEFORE,
  answers: { 200: RefusedPrompts, ...ERRORS },
  output: 'skip-none',
  addition: true,
  returnCodes: ['InvalidAPIKey', 'NotModerator'],
});
