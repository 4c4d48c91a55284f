import type { CheckOf } from '../shared/checks.ts';
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

/** `step` is the place in http-api-image §1.5. */
export type ImageCheck = CheckOf<CheckContext>;

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
