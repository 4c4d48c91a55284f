import type { Static } from 'typebox';
import { define, defineOpen } from '../define.ts';
import { integer, list, text } from '../fields.ts';

// Additions of ours to the published API: why no worker takes a request.

export type RequestConstraint = Static<typeof RequestConstraint>;
export const RequestConstraint = define(
  'RequestConstraint',
  {
    name: text('What the request asks for, as a word for programs: model_offered, size, lora, …'),
    message: text('The same for people, about the workers that it keeps away.'),
    workers: integer('Workers that it keeps away.', { minimum: 0 }),
    alone: integer('Those of them that nothing else keeps away.', { minimum: 0 }),
  },
  { description: 'One thing that keeps workers from a request.', output: 'skip-none' },
);

export type RequestNearest = Static<typeof RequestNearest>;
export const RequestNearest = defineOpen(
  'RequestNearest',
  {},
  {
    description:
      'A JSON merge patch (RFC 7396) for the body of the request: fields with their new values, null for those to leave out.',
    output: 'skip-none',
  },
);

export type RequestReasons = Static<typeof RequestReasons>;
export const RequestReasons = define(
  'RequestReasons',
  {
    workers: integer('Workers that are there and could be asked.', { minimum: 0 }),
    constraints: list(RequestConstraint, 'What keeps them away, the dearest first.'),
    nearest: RequestNearest,
  },
  {
    description:
      'Why no worker can take the request now. With nearest merged into it some worker could. An addition of OpenHorde.',
    output: 'skip-none',
  },
);
