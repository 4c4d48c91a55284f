import { type Static, Type } from 'typebox';
import { defaulted, define, extend } from '../define.ts';
import { WORKER_TYPES } from '../enums.ts';
import {
  date,
  flag,
  flagOr,
  ID,
  id,
  integer,
  LONG_NAME,
  list,
  nulAs,
  number,
  oneOf,
  orNull,
  text,
  UUID_LENGTH,
} from '../fields.ts';

export type TeamDetailsLite = Static<typeof TeamDetailsLite>;
export const TeamDetailsLite = define(
  'TeamDetailsLite',
  { name: orNull(text('Its name.')), id: orNull(text('Its id.')) },
  { description: 'A team in brief; both null: none.' },
);

export type WorkerKudosDetails = Static<typeof WorkerKudosDetails>;
export const WorkerKudosDetails = define(
  'WorkerKudosDetails',
  { generated: orNull(number('By jobs.')), uptime: orNull(integer('By being online.')) },
  { description: 'Where the kudos of a worker come from.' },
);

export type ResponseModelMessage = Static<typeof ResponseModelMessage>;
/** Written with `expiry` in hours, read with `expiry` as a date; published as the number alone. */
export const ResponseModelMessage = define(
  'ResponseModelMessage',
  {
    worker_id: id('The worker; absent: all workers.', UUID_LENGTH),
    message: text('The message.', { minLength: 1, maxLength: 10_240 }),
    origin: text('Who it is from.', { minLength: 1, maxLength: 255 }),
    expiry: defaulted(
      Type.Unsafe<number | string>(
        integer('Written: hours until it ends. Read: the date when it ends.', { minimum: 1, maximum: 720 }),
      ),
      12,
    ),
    id: text('The message.', ID),
    user_id: text('The id of its author.', ID),
    created: date('When it was written.'),
  },
  { description: 'A message to one worker or to all.', required: ['message'], output: 'skip-none' },
);

export type WorkerDetailsLite = Static<typeof WorkerDetailsLite>;
export const WorkerDetailsLite = define(
  'WorkerDetailsLite',
  {
    type: oneOf(WORKER_TYPES, 'What it makes.'),
    name: text('Its name.'),
    id: text('Its id.'),
    online: flag('It asked for work within five minutes.'),
  },
  { description: 'A worker in brief.', output: 'skip-none' },
);

export type WorkerDetails = Static<typeof WorkerDetails>;
export const WorkerDetails = extend(
  WorkerDetailsLite,
  'WorkerDetails',
  {
    requests_fulfilled: integer('Jobs done.'),
    kudos_rewards: number('Kudos earned.'),
    kudos_details: WorkerKudosDetails,
    performance: text('Its speed, such as: 1.5 megapixelsteps per second.'),
    threads: integer('Jobs at a time.'),
    uptime: integer('Seconds online.'),
    maintenance_mode: flag('It serves only its owner.'),
    paused: flag('It gets no real jobs; moderators see it.'),
    info: text('What the owner says about it.'),
    nsfw: flagOr(false, 'Serves requests that may be unsafe for work.'),
    owner: text('name#id, when the owner made it public.'),
    ipaddr: text('Its address; moderators see it.'),
    trusted: flag('Its owner is trusted.'),
    flagged: flag('Its owner is under suspicion.'),
    suspicious: integer('Points of suspicion; moderators see it.'),
    uncompleted_jobs: integer('Jobs given up.'),
    models: list(text('Model name.'), 'The models it serves.'),
    forms: list(text('Form.'), 'The forms it serves.'),
    team: TeamDetailsLite,
    contact: text('How to reach the owner; moderators see it.', { minLength: 5, maxLength: 500 }),
    bridge_agent: defaulted(
      text('Its software as name:version:address.', { maxLength: 1000 }),
      'unknown:0:unknown',
    ),
    max_pixels: integer('The largest image it makes: width times height.'),
    megapixelsteps_generated: number('Work done on images.'),
    img2img: flag('Serves source images.'),
    painting: flag('Serves inpainting and outpainting.'),
    'post-processing': flag('Serves post-processing.'),
    lora: flag('Serves LoRAs.'),
    controlnet: flag('Serves ControlNet.'),
    sdxl_controlnet: flag('Serves ControlNet on SDXL.'),
    max_length: integer('The most tokens it writes.'),
    max_context_length: integer('The most tokens it reads.'),
    tokens_generated: number('Work done on texts.'),
    messages: list(
      ResponseModelMessage,
      'Messages to it; moderators see them, others when the owner made it public.',
    ),
  },
  { description: 'A worker.', required: ['bridge_agent'], output: 'skip-none' },
);

export type ModifyWorkerInput = Static<typeof ModifyWorkerInput>;
export const ModifyWorkerInput = define(
  'ModifyWorkerInput',
  {
    maintenance: flag('Serve only the owner.'),
    maintenance_msg: text('What the worker is told then; at most 300 characters.', LONG_NAME),
    paused: flag('Give it no real jobs; moderators only.'),
    info: nulAs('', text('What the owner says about it.', { maxLength: 1000 })),
    name: nulAs('', text('A new name.', { minLength: 5, maxLength: 100 })),
    team: id('The id of a team; empty: leave the team.', { maxLength: 36 }),
  },
  { description: 'Changes to a worker.', output: 'skip-none' },
);

export type ModifyWorker = Static<typeof ModifyWorker>;
export const ModifyWorker = define(
  'ModifyWorker',
  {
    maintenance: flag('As it is now.'),
    paused: flag('As it is now.'),
    info: text('As it is now.'),
    name: text('As it is now.'),
    team: text('The name of the team, or None.'),
  },
  { description: 'What was changed.', output: 'skip-none' },
);

export type DeletedWorker = Static<typeof DeletedWorker>;
export const DeletedWorker = define(
  'DeletedWorker',
  { deleted_id: text('Its id.'), deleted_name: text('Its name.') },
  { description: 'The worker is gone.' },
);
