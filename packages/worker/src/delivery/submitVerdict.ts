import type { ReturnCode } from '@openhorde/contract';
import { HordeApiError } from '@openhorde/sdk';

/** What the refusal of a submit means for the result. */
export type SubmitVerdict =
  /** An earlier try was heard, though its answer was lost. */
  | 'already_taken'
  /** The horde will never want it. */
  | 'unwanted'
  /** Perhaps later. */
  | 'retry'
  /** The result itself is refused (the picture is not in the store, or is none): the same again is refused again. */
  | 'rejected'
  /** Refused for a reason that only the owner can change: the key, the account. */
  | 'refused';

/** By return code; by the sentences of spec `http-api.md` §4.1 where an older horde sends none. */
export function submitVerdict(error: unknown): SubmitVerdict {
  if (!(error instanceof HordeApiError)) return 'retry';
  const is = (code: ReturnCode) => error.rc === code;
  if (is('DuplicateGen') || error.message.includes('already submitted')) return 'already_taken';
  if (is('AbortedGen') || error.message.includes('Please check your worker speed')) return 'unwanted';
  const sentence = error.message.toLowerCase();
  if (is('InvalidJobID')) return 'unwanted';
  if (sentence.includes('processing job with id') && sentence.includes('does not exist')) return 'unwanted';
  // A bare 404 comes from a proxy or a server that is not up yet: it says nothing about the job.
  if (error.status >= 500 || [404, 408, 425, 429].includes(error.status)) return 'retry';
  return error.status === 400 && error.rc !== null ? 'rejected' : 'refused';
}
