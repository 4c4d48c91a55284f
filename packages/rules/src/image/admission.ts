/** Checks of a request for images that need nothing but its values, in the order of http-api-image §1.5. */
import { type CheckRange, firstRefusal, PRIVILEGE_CHECKS, type Refusal } from '../shared/checks.ts';
import { checkContext, type ImageCheck } from './check.ts';
import { PARAM_CHECKS } from './checksOfParams.ts';
import { SPECIAL_CHECKS } from './checksOfRequester.ts';
import { SOURCE_CHECKS } from './checksOfSource.ts';
import type { ModelReference } from './reference.ts';
import type { ImageRequester, ImageRequestInput } from './request.ts';

/** Every check, in order. */
export const IMAGE_CHECKS: readonly ImageCheck[] = [
  ...PRIVILEGE_CHECKS,
  ...PARAM_CHECKS,
  ...SPECIAL_CHECKS,
  ...SOURCE_CHECKS,
];

/**
 * The first reason to refuse a request, or `undefined`. Steps 12, 13, 15, 20–23 of http-api-image §1.5 are here; give a
 * `range` to make a part of them and weave in those that need a database (workers 14, concurrency 16, address 17,
 * prompt 18–19).
 */
export function checkImageRequest(
  input: ImageRequestInput,
  requester: ImageRequester,
  reference: ModelReference,
  options: { raid?: boolean; range?: CheckRange } = {},
): Refusal | undefined {
  const context = checkContext(input, requester, reference, options.raid ?? false);
  return firstRefusal(IMAGE_CHECKS, context, options.range);
}
