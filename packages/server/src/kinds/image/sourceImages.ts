import { type GenerationInputStable, HordeError, type ReturnCode } from '@openhorde/contract';
import type { Context } from '../../app/context.ts';
import { ImageError, type ImageReason } from '../../platform/imageError.ts';
import { OutboundError } from '../../platform/outboundError.ts';
import { extraSourceKey, maskKey, sourceKey } from './template.ts';

const FETCH_MILLISECONDS = 2000;
/** 5000 KiB announced, or 5 MiB read (rules-storage-stats §2). */
const FETCH_BYTES_MAX = 5 * 1024 * 1024;
const SOURCE_QUALITY = 50;

type Needs = Pick<Context, 'images' | 'objects' | 'outbound'>;
type Input = Pick<
  GenerationInputStable,
  'source_image' | 'source_mask' | 'source_processing' | 'extra_source_images'
>;

const isAddress = (text: string): boolean => /^https?:/i.test(text);

/**
 * Brings the source images of a request into the object store: addresses are fetched under guard, everything is
 * checked by its header, decoded and encoded anew.
 * @throws HordeError ImageValidationFailed, SourceImage…, InpaintingMissingMask
 */
export async function storeSourceImages(needs: Needs, requestId: string, input: Input): Promise<void> {
  const { source_image: image, source_mask: mask, extra_source_images: extras = [] } = input;
  if (image) {
    const bytes = await load(needs, image);
    if (input.source_processing === 'inpainting' && !mask)
      await assertTransparent(needs, bytes, isAddress(image));
    await store(needs, sourceKey(requestId), bytes, isAddress(image));
  }
  if (mask) await store(needs, maskKey(requestId), await load(needs, mask), isAddress(mask));
  for (const [i, extra] of extras.entries()) {
    const text = extra.image ?? '';
    await store(needs, extraSourceKey(requestId, i), await load(needs, text), isAddress(text));
  }
}

async function load({ images, outbound }: Needs, text: string): Promise<Buffer> {
  if (!isAddress(text)) {
    try {
      return images.decodeBase64(text);
    } catch (error) {
      throw refused(error, false);
    }
  }
  try {
    const answer = await outbound.fetch(text, {
      timeoutMs: FETCH_MILLISECONDS,
      sizeBytesMax: FETCH_BYTES_MAX,
    });
    if (answer.status === 200) return answer.body;
    throw new HordeError('ImageValidationFailed', {
      message: `The address of the image answered ${answer.status}.`,
    });
  } catch (error) {
    if (!(error instanceof OutboundError)) throw error;
    if (error.reason === 'too large') throw new HordeError('SourceImageSizeExceeded');
    throw new HordeError('ImageValidationFailed', {
      message: `The image could not be fetched: ${error.message}.`,
    });
  }
}

/** Inpainting without a mask paints where the picture is transparent. */
async function assertTransparent({ images }: Needs, bytes: Buffer, fetched: boolean): Promise<void> {
  const facts = await images.inspect(bytes).catch(error => {
    throw refused(error, fetched);
  });
  if (!facts.hasAlpha) throw new HordeError('InpaintingMissingMask');
}

async function store(
  { images, objects }: Needs,
  key: string,
  bytes: Buffer,
  fetched: boolean,
): Promise<void> {
  const webp = await images.toWebp(bytes, SOURCE_QUALITY).catch(error => {
    throw refused(error, fetched);
  });
  await objects.put(key, webp);
}

const OF_TEXT: Partial<Record<ImageReason, ReturnCode>> = { resolution: 'SourceImageResolutionExceeded' };
const OF_ADDRESS: Partial<Record<ImageReason, ReturnCode>> = {
  'not an image': 'SourceImageUrlInvalid',
  'too large': 'SourceImageSizeExceeded',
  resolution: 'SourceImageResolutionExceeded',
  unreadable: 'SourceImageUnreadable',
};

function refused(error: unknown, fetched: boolean): unknown {
  if (!(error instanceof ImageError)) return error;
  return new HordeError((fetched ? OF_ADDRESS : OF_TEXT)[error.reason] ?? 'ImageValidationFailed');
}
