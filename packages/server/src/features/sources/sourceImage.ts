import { HordeError, type ReturnCode } from '@openhorde/contract';
import { ImageError, type ImageReason } from '../../platform/imageError.ts';
import type { ImageSender, SentImages } from '../../platform/images.ts';
import { OutboundError, type OutboundReason } from '../../platform/outboundError.ts';
import type { Platform } from '../../platform/platform.ts';

const FETCH_MILLISECONDS = 2000;
/** 5000 KiB announced, or 5 MiB read (rules-storage-stats §2). */
const FETCH_BYTES_MAX = 5 * 1024 * 1024;
const SOURCE_QUALITY = 50;

/** Published clients look for these words. */
const FAILED = 'Image validation failed';

export interface SourceNeeds extends Pick<Platform, 'objects' | 'outbound'> {
  images: SentImages;
}

/** What takes the source images of any sender. */
export type SourceDoor = Pick<Platform, 'images' | 'objects' | 'outbound'>;

/** What takes the source images of one sender. */
export const sourcesFrom = ({ images, objects, outbound }: SourceDoor, sender: ImageSender): SourceNeeds => ({
  images: images.from(sender),
  objects,
  outbound,
});

/** Whether a source image is given by its address; else it is base64. */
export const isAddress = (text: string): boolean => /^https?:/i.test(text);

/**
 * The bytes of a source image as a request gives it: base64, or an address that is fetched under guard.
 * @throws HordeError ImageValidationFailed, SourceImageSizeExceeded
 */
export async function loadSource(
  { images, outbound }: Pick<SourceNeeds, 'images' | 'outbound'>,
  text: string,
): Promise<Buffer> {
  if (!isAddress(text)) {
    try {
      return images.decodeBase64(text);
    } catch (error) {
      throw refusalOfSource(error, false);
    }
  }
  try {
    const answer = await outbound.fetch(text, {
      timeoutMs: FETCH_MILLISECONDS,
      sizeBytesMax: FETCH_BYTES_MAX,
    });
    if (answer.status === 200) return answer.body;
    throw new HordeError('ImageValidationFailed', {
      message: `${FAILED}: its address answered ${answer.status}.`,
    });
  } catch (error) {
    if (!(error instanceof OutboundError)) throw error;
    if (error.reason === 'too large') throw new HordeError('SourceImageSizeExceeded');
    throw new HordeError('ImageValidationFailed', { message: whyNot(error) });
  }
}

/** What lies in the address itself is told; of what is behind it, no more than that nothing came. */
function whyNot({ reason, message }: OutboundError): string {
  return TOLD.has(reason)
    ? `${FAILED}: it could not be fetched: ${message}.`
    : `${FAILED}: it could not be fetched, nothing on the public internet answers at its address.`;
}

const TOLD: ReadonlySet<OutboundReason> = new Set(['protocol', 'port', 'credentials', 'redirects']);

/**
 * Checks a source image by its header, decodes it, encodes it anew and keeps it. `fetched`: it came from an address.
 * @returns how many bytes are kept
 * @throws HordeError ImageValidationFailed, SourceImage…
 */
export async function storeSource(
  { images, objects }: Pick<SourceNeeds, 'images' | 'objects'>,
  key: string,
  bytes: Buffer,
  fetched: boolean,
): Promise<number> {
  const webp = await images.toWebp(bytes, SOURCE_QUALITY).catch(error => {
    throw refusalOfSource(error, fetched);
  });
  await objects.put(key, webp);
  return webp.byteLength;
}

const OF_TEXT: Partial<Record<ImageReason, ReturnCode>> = { resolution: 'SourceImageResolutionExceeded' };
const OF_ADDRESS: Partial<Record<ImageReason, ReturnCode>> = {
  'not an image': 'SourceImageUrlInvalid',
  'too large': 'SourceImageSizeExceeded',
  resolution: 'SourceImageResolutionExceeded',
  unreadable: 'SourceImageUnreadable',
};

/** What the requester is told of an image that the image door refuses; that it is full, and other errors, stay what they are. */
export function refusalOfSource(error: unknown, fetched: boolean): unknown {
  if (!(error instanceof ImageError) || error.reason === 'busy') return error;
  return new HordeError((fetched ? OF_ADDRESS : OF_TEXT)[error.reason] ?? 'ImageValidationFailed');
}
