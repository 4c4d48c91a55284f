import type { ReturnCode } from '@openhorde/contract';
import { type Baseline, baselineOf, type ModelReference } from './reference.ts';
import type { ImageRequester, ImageRequestInput } from './request.ts';

/** What a check looks at. */
export interface CheckContext {
  input: ImageRequestInput;
  requester: ImageRequester;
  reference: ModelReference;
  /** Baselines of the named models. */
  baselines: readonly Baseline[];
  raid: boolean;
}

/**
 * One check: the return code that it refuses with, and when. A text names what in the request is meant.
 * `step` is the place in http-api-image §1.5, so that a caller can weave in the checks that need a database.
 */
export interface ImageCheck {
  step: 12 | 13 | 15 | 20 | 21 | 22 | 23;
  rc: ReturnCode;
  fails(context: CheckContext): boolean | string | undefined;
}

export function checkContext(
  input: ImageRequestInput,
  requester: ImageRequester,
  reference: ModelReference,
  raid: boolean,
): CheckContext {
  return {
    input,
    requester,
    reference,
    baselines: input.models.map(name => baselineOf(name, reference)),
    raid,
  };
}
