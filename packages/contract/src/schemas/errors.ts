import { type Static, Type } from 'typebox';
import { define, extend } from '../define.ts';
import { oneOf, text } from '../fields.ts';
import { RETURN_CODES, type ReturnCode } from '../returnCodes.ts';

export type RequestError = Static<typeof RequestError>;
export const RequestError = define(
  'RequestError',
  {
    message: text('What went wrong and what to do, for people.'),
    rc: oneOf(Object.keys(RETURN_CODES) as ReturnCode[], 'What went wrong, for programs.'),
  },
  { description: 'The call was refused.', required: ['rc'], output: 'skip-none' },
);

export type RequestValidationError = Static<typeof RequestValidationError>;
export const RequestValidationError = extend(
  RequestError,
  'RequestValidationError',
  {
    errors: Type.Record(Type.String(), Type.String(), {
      description: 'Dotted path of a field: what is wrong with it.',
    }),
  },
  {
    description: 'The call was refused; with errors (and then without rc) for its form.',
    output: 'skip-none',
  },
);
