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
  /** No user has this key, or it is not for workers. */
  | 'wrong_key'
  /** The user of the key may not run workers, or not from here. */
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
  if (sentence.includes('no user matching sent api key') || is('InvalidAPIKey')) return 'wrong_key';
  if (is('KeyScopeInsufficient') || is('AnonForbiddenWorker')) return 'wrong_key';
  return error.status === 401 || error.status === 403 ? 'forbidden' : 'other';
}

/** What no waiting mends: a setting is wrong, and the sentence says which. Undefined for the others. */
export function wrongSetting(trouble: PopTrouble, sentence: string): string | undefined {
  if (trouble === 'wrong_key') return `api_key: the horde does not take it: ${sentence}`;
  if (trouble === 'name_taken') {
    return `dreamer_name: another user has a worker of this name, so choose another one, or mend api_key: ${sentence}`;
  }
  return undefined;
}

/** A sentence that says what the owner can do, after the horde's own. */
export function adviceFor(trouble: PopTrouble, sentence: string): string {
  switch (trouble) {
    case 'maintenance':
      return `${sentence} (Only your own jobs come now. Often max_power, max_batch or queue_size are too high for the machine.)`;
    case 'models':
      return `${sentence} (See models_to_load.)`;
    default:
      return sentence;
  }
}
