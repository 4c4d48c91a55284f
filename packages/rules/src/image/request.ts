/** A request for images as admission reads it, and who sends it. Plain values: what they rest on is the server's to know. */
import { isComparison } from '../ratings/comparison.ts';
import type { ImageParamsInput } from './params.ts';

export interface ImageRequestInput {
  prompt: string;
  params: ImageParamsInput;
  /** The effective list: the style's where one is used; empty: any model. */
  models: readonly string[];
  sourceImage: boolean;
  sourceMask: boolean;
  /** As sent; `img2img` by default. */
  sourceProcessing: string;
  extraSourceImages: number;
  disableBatching: boolean;
  clientAgent: string;
}

/** The account that a request runs on. */
export interface ImageRequester {
  id: number;
  trusted: boolean;
  /** Supports the horde with money. */
  patron: boolean;
  special: boolean;
  /** Its address is not known as a proxy; an unanswered question counts as safe. */
  safeIp: boolean;
}

export const isPainting = (sourceProcessing: string): boolean =>
  sourceProcessing === 'inpainting' || sourceProcessing === 'outpainting';

/** Processing that takes effect: none without a source image. */
export function effectiveSourceProcessing(
  input: Pick<ImageRequestInput, 'sourceImage' | 'sourceProcessing'>,
): string {
  return input.sourceImage ? input.sourceProcessing : 'txt2img';
}

/** What education accounts get whatever they ask for. */
export const EDUCATION_RULE = { nsfw: false, censorNsfw: true, trustedWorkers: true, shared: false } as const;

/**
 * Whether results are shared for data sets: never while the operator leaves sharing off, but for comparisons, which are
 * made for nothing else.
 */
export function sharedFlag(of: {
  models: readonly string[];
  requested: boolean;
  anonymous: boolean;
  education: boolean;
  sourceImage: boolean;
  sharing: boolean;
}): boolean {
  if (isComparison(of.models)) return true;
  if (!of.sharing || of.education || of.sourceImage) return false;
  return of.anonymous || of.requested;
}
