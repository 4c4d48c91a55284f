/** Checks of an alchemy request that need nothing but its values, in the order of http-api-alchemy §1. */
import type { ReturnCode } from '@openhorde/contract';
import type { WantedForm } from './forms.ts';
import { TILES_MAX } from './tiles.ts';

/** Forms of a user that wait or are at workers, as a multiple of the account's concurrency. */
export const FORMS_PER_CONCURRENCY = 10;

/** Payloads of all forms of a request together, in characters as workers get them. */
const PAYLOAD_CHARACTERS_MAX = 65_536;

export interface AlchemyAdmission {
  forms: readonly WantedForm[];
  /** The user's forms that wait or are at workers. */
  pendingForms: number;
  concurrency: number;
  raid: boolean;
  requester: { trusted: boolean; patron: boolean; safeIp: boolean };
}

export interface AlchemyRefusal {
  rc: ReturnCode;
  /** What is meant, where the sentence of the return code does not tell. */
  detail?: string;
}

/** The first reason to refuse a request before its picture is looked at, or `undefined`. */
export function checkAlchemyRequest(admission: AlchemyAdmission): AlchemyRefusal | undefined {
  const { forms, pendingForms, concurrency, raid, requester } = admission;
  // The original takes it and lets it fail; a refusal tells the caller what is wrong.
  if (forms.length === 0) return { rc: 'BadRequest', detail: 'A request needs one form at least.' };
  if (payloadCharacters(forms) > PAYLOAD_CHARACTERS_MAX) {
    return {
      rc: 'BadRequest',
      detail: `The payloads of all forms together may have ${PAYLOAD_CHARACTERS_MAX} characters.`,
    };
  }
  const limit = FORMS_PER_CONCURRENCY * concurrency;
  if (pendingForms + forms.length > limit) {
    return {
      rc: 'TooManyPrompts',
      detail:
        `You have ${pendingForms} forms waiting or at workers and ask for ${forms.length} more; your account may have ` +
        `${limit} at a time. Please wait until some are done.`,
    };
  }
  if (raid && !requester.safeIp && !requester.trusted && !requester.patron)
    return { rc: 'UntrustedUnsafeIP' };
  return undefined;
}

/** Whether a picture is larger than any alchemist could take. */
export function checkTiles(tiles: number): AlchemyRefusal | undefined {
  if (tiles <= TILES_MAX) return undefined;
  return {
    rc: 'SourceImageResolutionExceeded',
    detail: `The image has ${tiles} tiles of 512 by 512 pixels; ${TILES_MAX} are the most.`,
  };
}

function payloadCharacters(forms: readonly WantedForm[]): number {
  let characters = 0;
  for (const { payload } of forms) {
    for (const [key, value] of Object.entries(payload ?? {})) characters += key.length + value.length;
  }
  return characters;
}
