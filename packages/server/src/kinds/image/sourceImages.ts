import { type GenerationInputStable, HordeError } from '@openhorde/contract';
import {
  isAddress,
  loadSource,
  refusalOfSource,
  type SourceNeeds,
  storeSource,
} from '../../features/sources/index.ts';
import { extraSourceKey, maskKey, sourceKey } from './template.ts';

type Input = Pick<
  GenerationInputStable,
  'source_image' | 'source_mask' | 'source_processing' | 'extra_source_images'
>;

/**
 * Brings the source images of a request into the object store, under an id of their own: addresses are fetched under guard, everything is
 * checked by its header, decoded and encoded anew.
 * @throws HordeError ImageValidationFailed, SourceImage…, InpaintingMissingMask
 */
export async function storeSourceImages(needs: SourceNeeds, sourceId: string, input: Input): Promise<void> {
  const { source_image: image, source_mask: mask, extra_source_images: extras = [] } = input;
  if (image) {
    const bytes = await loadSource(needs, image);
    if (input.source_processing === 'inpainting' && !mask)
      await assertTransparent(needs, bytes, isAddress(image));
    await storeSource(needs, sourceKey(sourceId), bytes, isAddress(image));
  }
  if (mask) await storeSource(needs, maskKey(sourceId), await loadSource(needs, mask), isAddress(mask));
  for (const [i, extra] of extras.entries()) {
    const text = extra.image ?? '';
    await storeSource(needs, extraSourceKey(sourceId, i), await loadSource(needs, text), isAddress(text));
  }
}

/** Inpainting without a mask paints where the picture is transparent. */
async function assertTransparent({ images }: SourceNeeds, bytes: Buffer, fetched: boolean): Promise<void> {
  const facts = await images.inspect(bytes).catch(error => {
    throw refusalOfSource(error, fetched);
  });
  if (!facts.hasAlpha) throw new HordeError('InpaintingMissingMask');
}
