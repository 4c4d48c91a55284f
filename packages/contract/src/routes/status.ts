import { Type } from 'typebox';
import { defaulted } from '../define.ts';
import { ID, INT32, integer, NAME, text } from '../fields.ts';
import { route } from '../route.ts';
import { RequestError } from '../schemas/errors.ts';
import {
  ActiveModel,
  HordeHeartbeat,
  HordeModes,
  HordeModesInput,
  HordePerformance,
} from '../schemas/status.ts';

export const performance = route({
  method: 'GET',
  path: '/v2/status/performance',
  operationId: 'get_horde_load',
  tag: 'Status',
  summary: 'How busy the horde is',
  access: 'public',
  answers: { 200: HordePerformance },
  output: 'full',
  returnCodes: [],
});

export const models = route({
  method: 'GET',
  path: '/v2/status/models',
  operationId: 'get_models',
  tag: 'Status',
  summary: 'The models that are served or wanted',
  access: 'public',
  cache: { seconds: 2, vary: ['query'] },
  query: Type.Object({
    type: Type.Optional(defaulted(text('image or text.', ID), 'image')),
    min_count: Type.Optional(integer('Only models with at least so many worker threads.', INT32)),
    max_count: Type.Optional(integer('Only models with at most so many worker threads.', INT32)),
    model_state: Type.Optional(defaulted(text('known, custom or all.', ID), 'all')),
  }),
  answers: { 200: Type.Array(ActiveModel), 400: RequestError },
  output: 'full',
  returnCodes: ['BadRequest'],
});

export const modelByName = route({
  method: 'GET',
  path: '/v2/status/models/{model_name}',
  operationId: 'get_model_single',
  tag: 'Status',
  summary: 'A model',
  description:
    'A list with the model, or an empty one. A slash in the name is encoded twice (%252F) or once.',
  access: 'public',
  cache: { seconds: 1 },
  params: Type.Object({ model_name: text('The exact name.', NAME) }),
  answers: { 200: Type.Array(ActiveModel) },
  output: 'full',
  returnCodes: [],
});

export const heartbeat = route({
  method: 'GET',
  path: '/v2/status/heartbeat',
  operationId: 'get_heartbeat',
  tag: 'Status',
  summary: 'Whether this node is well',
  access: 'public',
  limits: 'exempt',
  answers: { 200: HordeHeartbeat },
  output: 'full',
  mask: false,
  returnCodes: [],
});

export const modes = route({
  method: 'GET',
  path: '/v2/status/modes',
  operationId: 'get_horde_modes',
  tag: 'Status',
  summary: 'The modes of the horde',
  description: "Send no key unless it is a moderator's: any other is refused.",
  access: 'optional-key',
  scope: 'read',
  limits: [{ count: 30, seconds: 60, per: 'ip' }],
  cache: { seconds: 50, vary: ['privilege'] },
  answers: { 200: HordeModes, 401: RequestError, 403: RequestError },
  output: 'skip-none',
  returnCodes: ['InvalidAPIKey', 'NotModerator'],
});

export const changeModes = route({
  method: 'PUT',
  path: '/v2/status/modes',
  operationId: 'put_horde_modes',
  tag: 'Status',
  summary: 'Change the modes of the horde',
  description:
    'Maintenance is for administrators, the others are for moderators. A call changes all that it names, or nothing.',
  access: 'key',
  scope: 'all',
  limits: [{ count: 30, seconds: 60, per: 'ip' }],
  body: HordeModesInput,
  bodyCheck: 'parser',
  answers: { 200: HordeModes, 400: RequestError, 401: RequestError, 403: RequestError },
  output: 'skip-none',
  returnCodes: ['InvalidAPIKey', 'DeletedUser', 'NotAdmin', 'NotModerator', 'NoHordeModSelected'],
});
