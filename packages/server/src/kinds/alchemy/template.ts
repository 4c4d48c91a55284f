import type { AlchemyForm } from '@openhorde/contract';

/** What the job of a form is made of, and what its request is shown by; stored as `requests.payload`. */
export interface FormTemplate {
  form: AlchemyForm;
  /** Place among the forms of the request. */
  index: number;
  /** Handed to the worker; null: nothing to say. */
  payload: Readonly<Record<string, string>> | null;
  /** The picture: its address as it was given, or null for one that lies in the object store under `sourceId`. */
  sourceUrl: string | null;
  /** A worker reads it, so it tells nothing of the request. */
  sourceId: string | null;
  /** Digest that the result is remembered by; null: it is not. */
  cacheKey: string | null;
  /** The result that was remembered when the request was made. */
  remembered: RememberedResult | null;
}

/** A result as it is kept. */
export interface RememberedResult {
  /** JSON, as the worker sent it. */
  result: string;
  /** Of the image that `R2` in it stands for. */
  objectKey: string;
}

/** Key of a source image. */
export const sourceKey = (sourceId: string): string => `${sourceId}.webp`;

/**
 * Key of the image that a post-processor makes. The job is part of it, so that a worker which gave the form up cannot
 * overwrite the image of the next one with an address that it still has.
 */
export const resultKey = (formId: string, jobId: string): string => `${formId}_${jobId}.webp`;
