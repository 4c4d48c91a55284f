import { HordeError, UPLOADED } from '@openhorde/contract';
import { ImageError } from '../../platform/imageError.ts';
import { isWholeWebp } from '../../platform/imageSniff.ts';
import type { ImageSender, SentImages } from '../../platform/images.ts';
import type { ObjectStore } from '../../platform/objectStore.ts';
import type { Platform } from '../../platform/platform.ts';

const RESULT_QUALITY = 95;
/** Only the header of an upload is read, and what an upscaler makes is larger than any source image. */
const ONLY_HEADER = { pixelsMax: Number.POSITIVE_INFINITY };

export interface PictureNeeds extends Pick<Platform, 'images' | 'objects'> {
  /** `checkResults`: a result is looked at before it is paid. */
  config: { checkResults: boolean };
}

/**
 * Makes the picture that a worker hands in the object of `key`, for good: from here on no upload changes it.
 * @param generation `R2` for what was uploaded for the key; else the picture as base64, bare or as `data:` address
 * @param sender whose turns at the image door it takes
 * @returns `R2`; where results are not checked, a text that is no picture as it came but for NUL, which no column can hold
 * @throws HordeError InvalidResult, ImageError `busy`
 */
export async function keepPicture(
  needs: PictureNeeds,
  key: string,
  generation: string,
  sender: ImageSender,
): Promise<string> {
  const { objects, config } = needs;
  const images = needs.images.from(sender);
  try {
    if (generation !== UPLOADED)
      await objects.put(key, await images.toWebp(images.decodeBase64(generation), RESULT_QUALITY));
    await objects.seal(key);
    // After it is sealed: what is looked at is what will be shown.
    if (config.checkResults) await assertPicture(images, objects, key);
    return UPLOADED;
  } catch (error) {
    if (!(error instanceof ImageError) || error.reason === 'busy') throw error;
    if (!config.checkResults) return generation.replaceAll('\0', '\uFFFD');
    throw new HordeError('InvalidResult', {
      message: `The result is not a picture that is taken (${error.message}). Upload one to the address of the pop and submit ${UPLOADED}, or send it as base64.`,
      cause: error,
    });
  }
}

/** @throws HordeError InvalidResult, ImageError */
async function assertPicture(images: SentImages, objects: ObjectStore, key: string): Promise<void> {
  const head = await objects.head(key);
  if (!head) throw new HordeError('InvalidResult');
  if (isWholeWebp(head.bytes, head.sizeBytes)) return;
  // Workers upload WebP; anything else is rare, and the door knows it.
  await images.inspect((await objects.get(key)) ?? Buffer.alloc(0), ONLY_HEADER);
}
