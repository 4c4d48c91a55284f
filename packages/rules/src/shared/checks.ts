/** Checks of a request's values: in the order of http-api-image §1.5, of which a caller may make a part. */
import type { ReturnCode } from '@openhorde/contract';

/** Why a request is not admitted. */
export interface Refusal {
  rc: ReturnCode;
  /** What in the request is meant, where the sentence of the return code does not tell. */
  detail?: string;
}

/**
 * One check: the return code that it refuses with, and when. A text names what in the request is meant.
 * `step` is the place in the order, so that a caller can weave in the checks that need a database.
 */
export interface CheckOf<Context> {
  step: number;
  rc: ReturnCode;
  fails(context: Context): boolean | string | undefined;
}

/** Which part of the checks to make, by their step: both ends included. */
export interface CheckRange {
  from: number;
  to: number;
}

const EVERY_STEP: CheckRange = { from: 0, to: Number.POSITIVE_INFINITY };

/** The first reason to refuse, or `undefined`. */
export function firstRefusal<Context>(
  checks: readonly CheckOf<Context>[],
  context: Context,
  { from, to }: CheckRange = EVERY_STEP,
): Refusal | undefined {
  for (const { step, rc, fails } of checks) {
    if (step < from || step > to) continue;
    const found = fails(context);
    if (found) return found === true ? { rc } : { rc, detail: found };
  }
  return undefined;
}

/** What every kind of request says that privileges depend on. */
export interface AnyRequest {
  input: {
    prompt: string;
    params: { n?: number | undefined };
    extraSourceImages: number;
    disableBatching: boolean;
  };
  requester: {
    trusted: boolean;
    /** Supports the horde with money. */
    patron: boolean;
  };
}

export const EXTRA_SOURCE_IMAGES_MAX = 5;
/** For accounts that are neither trusted nor patrons. */
const EXTRA_SOURCE_IMAGES_MAX_UNTRUSTED = 1;

export const isKnownToUs = ({ requester }: AnyRequest): boolean => requester.trusted || requester.patron;

/** Steps 12 to 15: what an account may ask for at all, of any kind of work. */
export const PRIVILEGE_CHECKS: readonly CheckOf<AnyRequest>[] = [
  {
    step: 12,
    rc: 'TooManyExtraSourceImages',
    fails: ({ input }) => input.extraSourceImages > EXTRA_SOURCE_IMAGES_MAX,
  },
  {
    step: 12,
    rc: 'MoreThanMinExtraSourceImage',
    fails: request =>
      request.input.extraSourceImages > EXTRA_SOURCE_IMAGES_MAX_UNTRUSTED && !isKnownToUs(request),
  },
  { step: 13, rc: 'MissingPrompt', fails: ({ input }) => input.prompt === '' },
  {
    step: 15,
    rc: 'RequiresTrust',
    fails: request =>
      (request.input.params.n ?? 1) > 1 && request.input.disableBatching && !isKnownToUs(request),
  },
];
