import type { Static } from 'typebox';
import { defaulted, define, extend } from '../define.ts';
import { flag, integer, number, oneOf, text } from '../fields.ts';

export type HordePerformance = Static<typeof HordePerformance>;
export const HordePerformance = define(
  'HordePerformance',
  {
    queued_requests: integer('Image jobs that wait or are at workers.'),
    queued_text_requests: integer('Text jobs that wait or are at workers.'),
    worker_count: integer('Image workers online.'),
    text_worker_count: integer('Text workers online.'),
    thread_count: integer('Their threads.'),
    text_thread_count: integer('Their threads.'),
    queued_megapixelsteps: number('Work of the image jobs.'),
    past_minute_megapixelsteps: number('Image work done in the last minute.'),
    queued_forms: number('Alchemy forms that wait.'),
    interrogator_count: integer('Alchemists online.'),
    interrogator_thread_count: integer('Their threads.'),
    queued_tokens: number('Work of the text jobs.'),
    past_minute_tokens: number('Text work done in the last minute.'),
  },
  { description: 'How busy the horde is.' },
);

export type HordeModes = Static<typeof HordeModes>;
export const HordeModes = define(
  'HordeModes',
  {
    maintenance_mode: flag('No requests are taken.'),
    invite_only_mode: flag('New workers are by invitation.'),
    raid_mode: flag('Extra caution; moderators see it.'),
  },
  { description: 'The modes of the horde.', output: 'skip-none' },
);

export type HordeModesInput = Static<typeof HordeModesInput>;
export const HordeModesInput = define(
  'HordeModesInput',
  {
    maintenance_mode: flag('Take no requests, and drop what waits; administrators only.'),
    invite_only_mode: flag('New workers are by invitation.'),
    raid_mode: flag('Extra caution.'),
  },
  { description: 'Changes to the modes of the horde.', output: 'skip-none' },
);

export type ActiveModelLite = Static<typeof ActiveModelLite>;
export const ActiveModelLite = define(
  'ActiveModelLite',
  { name: text('The model.'), count: integer('Worker threads that serve it.') },
  { description: 'A model in brief.' },
);

export type ActiveModel = Static<typeof ActiveModel>;
export const ActiveModel = extend(
  ActiveModelLite,
  'ActiveModel',
  {
    performance: number('Mean speed of the last hour: pixelsteps or tokens each second.'),
    queued: number('Waiting work: pixelsteps or tokens.'),
    jobs: number('Waiting jobs.'),
    eta: integer('Seconds until the queue is empty; 10000: nobody serves it.'),
    type: oneOf(['image', 'text'], 'What it makes.'),
  },
  { description: 'A model that is served or wanted.' },
);

export type HordeHeartbeat = Static<typeof HordeHeartbeat>;
export const HordeHeartbeat = define(
  'HordeHeartbeat',
  {
    message: oneOf(['OK', 'OVERLOADED', 'DOWN'], 'The state of this node.'),
    version: text('The version of the software.'),
    queue: integer('Calls that wait for a turn.'),
    threads: integer('Calls that can run at a time.'),
    active_count: integer('Calls that run.'),
    db_connection: flag('The database answers.'),
  },
  { description: 'Whether this node is well, for load balancers.' },
);

export type SimpleResponse = Static<typeof SimpleResponse>;
export const SimpleResponse = define(
  'SimpleResponse',
  { message: defaulted(text('OK'), 'OK') },
  { description: 'Done.', required: ['message'] },
);
