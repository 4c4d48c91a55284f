import { type Static, Type } from 'typebox';
import { define, extend } from '../define.ts';
import { flag, id, integer, orNull, text, UUID_LENGTH } from '../fields.ts';
import { RequestStatusCheck } from './imageAnswer.ts';

// Additions of ours to the published API: progress, pushed instead of polled.

export type JobProgress = Static<typeof JobProgress>;
export const JobProgress = define(
  'JobProgress',
  {
    step: integer('The step reached.', { minimum: 0 }),
    steps: integer('All steps.', { minimum: 1 }),
    stage: orNull(text('What is being done, such as load, sample, decode.')),
  },
  { description: 'How far the job at the worker is.', required: ['step', 'steps'] },
);

export type RequestEvent = Static<typeof RequestEvent>;
export const RequestEvent = extend(
  RequestStatusCheck,
  'RequestEvent',
  { progress: orNull(JobProgress) },
  {
    description:
      'The data of a state event: what check answers, and the progress of the job that is furthest.',
  },
);

export type JobProgressInput = Static<typeof JobProgressInput>;
export const JobProgressInput = define(
  'JobProgressInput',
  {
    id: id('The job.', UUID_LENGTH),
    step: integer('The step reached.', { minimum: 0, maximum: 10_000 }),
    steps: integer('All steps.', { minimum: 1, maximum: 10_000 }),
    stage: text('What is being done, such as load, sample, decode.', { maxLength: 100 }),
  },
  {
    description: 'What a worker reports while it works.',
    required: ['id', 'step', 'steps'],
    output: 'skip-none',
  },
);

export type JobProgressTaken = Static<typeof JobProgressTaken>;
export const JobProgressTaken = define(
  'JobProgressTaken',
  { cancelled: flag('Nobody waits for this job any more: stop.') },
  { description: 'The report was taken.', required: ['cancelled'] },
);

/** A stream of server-sent events, not JSON. */
export const EventStream = Type.String({ description: 'text/event-stream' });
