import type { ReturnCode } from '@openhorde/contract';
import type { HordeApiError } from '@openhorde/sdk';

/** What the refusal of a pop means for the worker. */
export type PopTrouble =
  /** The worker is in maintenance: its owner's jobs still come, so it goes on asking. */
  | 'maintenance'
  /** None of the offered models is served on this horde. */
  | 'models'
  /** Another user has a worker of this name. */
  | 'name_taken'
  /** The key is wrong, or its user may not run workers. */
  | 'forbidden'
  | 'other';

/** By the sentences of spec `http-api.md` §4.1, which every horde sends, and by return code. */
export function popTroubleOf(error: HordeApiError): PopTrouble {
  const sentence = error.message.toLowerCase();
  const is = (code: ReturnCode) => error.rc === code;
  if (sentence.includes('maintenance mode') || is('WorkerMaintenance')) return 'maintenance';
  if (is('WorkerFlaggedMaintenance')) return 'maintenance';
  if (sentence.includes('we cannot accept workers serving')) return 'models';
  if (sentence.includes('wrong credentials') || is('WrongCredentials')) return 'name_taken';
  return error.status === 401 || error.status === 403 ? 'forbidden' : 'other';
}

/** A sentence that says what the owner can do, after the horde's own. */
export function adviceFor(trouble: PopTrouble, sentence: string): string {
  switch (trouble) {
    case 'maintenance':
      return `${sentence} (Only your own jobs come now. Often max_power, max_batch or queue_size are too high for the machine.)`;
    case 'models':
      return `${sentence} (See models_to_load.)`;
    case 'name_taken':
      return `${sentence} (Another user has a worker of this name: choose another dreamer_name, or mend api_key.)`;
    default:
      return sentence;
  }
}
