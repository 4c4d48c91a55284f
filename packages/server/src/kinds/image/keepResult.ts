import { ImageError } from '../../platform/imageError.ts';
import type { Platform } from '../../platform/platform.ts';
import { resultKey } from './template.ts';

/** What a worker sends instead of an image that it has put into the object store. */
export const UPLOADED = 'R2';
const RESULT_QUALITY = 95;
/** Shorter texts are no image, and what is longer than any base64 of an image is not looked at. */
const BASE64 = /^[A-Za-z0-9+/\s]{64,}={0,2}\s*$/;

export type KeepNeeds = Pick<Platform, 'images' | 'objects'>;

/**
 * Brings a submitted result into the object store where the worker has not done so itself.
 * @returns `R2` for an image; a text that is no image, as it came but for NUL characters, which no column can hold
 */
export async function keepResult(horde: KeepNeeds, jobId: string, generation: string): Promise<string> {
  if (generation === UPLOADED) return UPLOADED;
  const text = generation.replaceAll('\0', '\uFFFD');
  if (!BASE64.test(text)) return text;
  try {
    const image = await horde.images.toWebp(horde.images.decodeBase64(text), RESULT_QUALITY);
    await horde.objects.put(resultKey(jobId), image);
    return UPLOADED;
  } catch (error) {
    // A text that only looks like base64 stays a text. A store or a converter that is full is for the worker to try again.
    if (error instanceof ImageError && error.reason !== 'busy') return text;
    throw error;
  }
}
