import { type Static, Type } from 'typebox';
import { define, defineOpen, extend } from '../define.ts';
import { ALCHEMY_FORM_STATES, ALCHEMY_FORMS, ALCHEMY_STATES } from '../enums.ts';
import { addition, list, oneOf, orNull, text } from '../fields.ts';
import { JobProgress } from './progress.ts';
import { RequestReasons } from './reasons.ts';

export type FormReasons = Static<typeof FormReasons>;
export const FormReasons = extend(
  RequestReasons,
  'FormReasons',
  { form: oneOf(ALCHEMY_FORMS, 'The form.') },
  { description: 'Why no worker can take a form now. An addition of OpenHorde.', output: 'skip-none' },
);

export type RequestInterrogationResponse = Static<typeof RequestInterrogationResponse>;
export const RequestInterrogationResponse = define(
  'RequestInterrogationResponse',
  {
    id: text('The id to ask after the request with.'),
    message: text('Something to tell the user, such as that no worker can serve it now.'),
    reasons: addition(list(FormReasons, 'The forms that nobody can take now, and why.')),
  },
  { description: 'The request is accepted.', output: 'skip-none' },
);

export type InterrogationFormResult = Static<typeof InterrogationFormResult>;
export const InterrogationFormResult = defineOpen(
  'InterrogationFormResult',
  { '*': Type.Record(Type.String(), Type.Object({}, { additionalProperties: true })) },
  {
    description: 'The name of the form: what was found; for a post-processor, the address of the new image.',
    output: 'skip-none',
  },
);

export type InterrogationFormStatus = Static<typeof InterrogationFormStatus>;
export const InterrogationFormStatus = define(
  'InterrogationFormStatus',
  {
    form: oneOf(ALCHEMY_FORMS, 'The form.'),
    state: oneOf(ALCHEMY_FORM_STATES, 'How far it is.'),
    result: InterrogationFormResult,
    reasons: addition(RequestReasons),
  },
  { description: 'How far a form is, and its result when it is done.', output: 'skip-none' },
);

export type InterrogationStatus = Static<typeof InterrogationStatus>;
export const InterrogationStatus = define(
  'InterrogationStatus',
  {
    state: oneOf(ALCHEMY_STATES, 'How far the request is; partial: ended, and not all forms are done.'),
    forms: list(InterrogationFormStatus, 'The forms in the order of the request.'),
  },
  { description: 'How far a request about an image is.' },
);

export type InterrogationEvent = Static<typeof InterrogationEvent>;
export const InterrogationEvent = extend(
  InterrogationStatus,
  'InterrogationEvent',
  { progress: orNull(JobProgress) },
  {
    description:
      'The data of a state event: what status answers, and the progress of the form that is furthest.',
  },
);
