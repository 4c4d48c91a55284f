import type { Static } from 'typebox';
import { defaulted, define } from '../define.ts';
import { ALCHEMY_FORMS } from '../enums.ts';
import {
  addition,
  FEW,
  flagOr,
  ID,
  id,
  integer,
  LONG_NAME,
  list,
  MANY,
  NAME,
  nulAs,
  oneOf,
  orNull,
  parserStage,
  text,
} from '../fields.ts';
import { InterrogationFormResult } from './alchemyAnswer.ts';
import { ModelInterrogationFormPayloadStable } from './alchemyRequest.ts';
import { ResponseModelMessagePop } from './imageWorker.ts';

export type InterrogationPopInput = Static<typeof InterrogationPopInput>;
export const InterrogationPopInput = define(
  'InterrogationPopInput',
  {
    name: nulAs('', text('The name of the worker; a new one registers it.', LONG_NAME)),
    priority_usernames: defaulted(
      list(text('A user as name#id.', NAME), 'Users whose requests go first; the owner always does.', MANY),
      [],
    ),
    forms: defaulted(list(oneOf(ALCHEMY_FORMS, 'A form.'), 'The forms that it can do now.', FEW), []),
    amount: defaulted(integer('The most forms at a time, of any requests.'), 1),
    bridge_agent: defaulted(
      text('The software of the worker as name:version:address.', { maxLength: 1000 }),
      'unknown:0:unknown',
      'unknown',
    ),
    threads: defaulted(integer('How many forms it does at a time.', { minimum: 1, maximum: 100 }), 1),
    max_tiles: defaulted(
      integer('The largest image it takes, in tiles of 512 by 512 pixels.', { minimum: 1, maximum: 256 }),
      80,
      16,
    ),
    require_upfront_kudos: parserStage(flagOr(false, 'Only requests of users who have the kudos.')),
    allow_unsafe_ipaddr: parserStage(flagOr(true, 'Serves requests from VPN addresses.')),
  },
  { description: 'What an alchemist says when it asks for forms.', output: 'skip-none' },
);

export type InterrogationPopFormPayload = Static<typeof InterrogationPopFormPayload>;
export const InterrogationPopFormPayload = define(
  'InterrogationPopFormPayload',
  {
    id: text('The id to hand the result in with.'),
    form: oneOf(ALCHEMY_FORMS, 'What to do.'),
    payload: ModelInterrogationFormPayloadStable,
    source_image: text('The address of the image.'),
    r2_upload: text('Where to put the new image; for post-processors alone.'),
  },
  { description: 'A form to do.', output: 'skip-none' },
);

export type NoValidInterrogationsFound = Static<typeof NoValidInterrogationsFound>;
export const NoValidInterrogationsFound = define(
  'NoValidInterrogationsFound',
  {
    worker_id: integer('They want other workers.', { minimum: 0 }),
    untrusted: integer('They want trusted workers.', { minimum: 0 }),
    bridge_version: integer('They need a newer worker software.', { minimum: 0 }),
  },
  { description: 'How many waiting forms were passed over, and why.', output: 'skip-none' },
);

export type InterrogationPopPayload = Static<typeof InterrogationPopPayload>;
export const InterrogationPopPayload = define(
  'InterrogationPopPayload',
  {
    forms: orNull(list(InterrogationPopFormPayload, 'The forms to do; null: there are none.')),
    skipped: NoValidInterrogationsFound,
    messages: addition(list(ResponseModelMessagePop, 'Messages to the worker, where there are any.')),
  },
  { description: 'Forms, or none and why.' },
);

export type InterrogationSubmitInput = Static<typeof InterrogationSubmitInput>;
export const InterrogationSubmitInput = define(
  'InterrogationSubmitInput',
  {
    id: id('The form.'),
    result: InterrogationFormResult,
    state: defaulted(text('faulted gives the form back; anything else: it is done.', ID), 'ok'),
  },
  {
    description: 'A result. R2 as a value stands for the image that was put to the address of the pop.',
    required: ['id', 'result'],
    output: 'skip-none',
  },
);
