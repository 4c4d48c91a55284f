/** Checks of a request for texts that need nothing but its values (rules-jobs §1.3, http-api-text §1.3). */

import {
  type AnyRequest,
  type CheckOf,
  type CheckRange,
  firstRefusal,
  PRIVILEGE_CHECKS,
  type Refusal,
} from '../shared/checks.ts';
import { codePoints } from '../shared/codePoints.ts';
import { effectiveTextParams, type TextParamsInput } from './params.ts';

/** A request for texts as admission reads it, and who sends it. */
export interface TextRequestInput {
  prompt: string;
  params: TextParamsInput;
  extraSourceImages: number;
  disableBatching: boolean;
}

interface TextCheckContext extends AnyRequest {
  input: TextRequestInput;
}

/** Samplers that an order must name. */
const SAMPLERS = 7;
export const STOP_SEQUENCES_MAX = 128;
export const STOP_SEQUENCE_CHARACTERS_MAX = 2000;

const distinct = (list: readonly string[] | undefined) => new Set(list ?? []);

/** Every check, in order. The steps are those of images; 20 is what differs by kind. */
export const TEXT_CHECKS: readonly CheckOf<TextCheckContext>[] = [
  ...PRIVILEGE_CHECKS,
  {
    step: 20,
    rc: 'TokenOverflow',
    fails: ({ input }) => {
      const { max_context_length, max_length } = effectiveTextParams(input.params);
      return max_context_length < max_length;
    },
  },
  {
    step: 20,
    rc: 'MissingFullSamplerOrder',
    fails: ({ input: { params } }) =>
      params.sampler_order !== undefined && new Set(params.sampler_order).size < SAMPLERS,
  },
  {
    step: 20,
    rc: 'TooManyStopSequences',
    fails: ({ input }) => distinct(input.params.stop_sequence).size > STOP_SEQUENCES_MAX,
  },
  {
    step: 20,
    rc: 'ExcessiveStopSequence',
    fails: ({ input }) => {
      let characters = 0;
      for (const sequence of distinct(input.params.stop_sequence)) characters += codePoints(sequence);
      return characters > STOP_SEQUENCE_CHARACTERS_MAX;
    },
  },
  { step: 20, rc: 'InvalidExtraSourceImages', fails: ({ input }) => input.extraSourceImages > 0 },
];

/**
 * The first reason to refuse a request, or `undefined`. Steps 12, 13, 15 and 20; give a `range` to make a part of them and
 * weave in those that need a database (workers 14, concurrency 16, address 17, prompt 19).
 */
export function checkTextRequest(
  input: TextRequestInput,
  requester: TextCheckContext['requester'],
  range?: CheckRange,
): Refusal | undefined {
  return firstRefusal(TEXT_CHECKS, { input, requester }, range);
}
