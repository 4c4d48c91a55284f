import type { ReturnCode } from '@openhorde/contract';
import { HordeApiError } from '@openhorde/sdk';

/** What the refusal of a submit means for the result. */
export type SubmitVerdict =
  /** An earlier try was heard, though its answer was lost. */
  | 'already_taken'
  /** Nobody will ever want it. */
  | 'unwanted'
  /** Perhaps later. */
  | 'retry'
  /** Refused for a reason that trying again will hardly change. */
  | 'refused';

/** By return code; by the sentences of spec `http-api.md` §4.1 where an older horde sends none. */
export function submitVerdict(error: unknown): SubmitVerdict {
  if (!(error instanceof HordeApiError)) return 'retry';
  const is = (code: ReturnCode) => error.rc === code;
  if (is('DuplicateGen') || error.message.includes('already submitted')) return 'already_taken';
  if (is('AbortedGen') || error.message.includes('Please check your worker speed')) return 'unwanted';
  if (is('InvalidJobID') || /Processing Job with ID .* does not exist/i.test(error.message)) {
    return 'unwanted';
  }
  // A bare 404 comes from a proxy or a server that is not up yet: it says nothing about the job.
  if (error.status >= 500 || [404, 408, 425, 429].includes(error.status)) return 'retry';
  return 'refused';
}
