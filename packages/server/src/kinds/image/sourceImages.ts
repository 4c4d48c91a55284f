import { type GenerationInputStable, HordeError } from '@openhorde/contract';
import {
  isAddress,
  loadSource,
  refusalOfSource,
  type SourceNeeds,
  storeSource,
} from '../../features/sources/index.ts';
import type { Executor } from '../../platform/db.ts';
import type { Platform } from '../../platform/platform.ts';
import { extraSourceKey, maskKey, sourceKey } from './template.ts';

type Input = Pick<
  GenerationInputStable,
  'source_image' | 'source_mask' | 'source_processing' | 'extra_source_images'
>;

/**
 * Brings the source images of a request into the object store, under a separate id: addresses are fetched
 * under guard, everything is checked by its header, decoded and encoded anew. When one is refused none of
 * them stays.
 * @returns how many bytes are kept
 * @throws HordeError ImageValidationFailed, SourceImage…, InpaintingMissingMask
 */
export async function storeSourceImages(needs: SourceNeeds, sourceId: string, input: Input): Promise<number> {
  try {
    return await store(needs, sourceId, input);
  } catch (error) {
    await dropSourceImages(needs, sourceId, input.extra_source_images?.length ?? 0);
    throw error;
  }
}

async function store(needs: SourceNeeds, sourceId: string, input: Input): Promise<number> {
  const { source_image: image, source_mask: mask, extra_source_images: extras = [] } = input;
  let kept = 0;
  if (image) {
    const bytes = await loadSource(needs, image);
    if (input.source_processing === 'inpainting' && !mask)
      await assertTransparent(needs, bytes, isAddress(image));
    kept += await storeSource(needs, sourceKey(sourceId), bytes, isAddress(image));
  }
  if (mask)
    kept += await storeSource(needs, maskKey(sourceId), await loadSource(needs, mask), isAddress(mask));
  for (const [i, extra] of extras.entries()) {
    const text = extra.image ?? '';
    const bytes = await loadSource(needs, text);
    kept += await storeSource(needs, extraSourceKey(sourceId, i), bytes, isAddress(text));
  }
  return kept;
}

/** Deletes the source images of a request that did not go in, or that no worker works on any more. */
export async function dropSourceImages(
  { objects }: Pick<SourceNeeds, 'objects'>,
  sourceId: string,
  extras: number,
): Promise<void> {
  const keys = [sourceKey(sourceId), maskKey(sourceId)];
  for (let i = 0; i < extras; i += 1) keys.push(extraSourceKey(sourceId, i));
  await Promise.all(keys.map(key => objects.delete(key)));
}

const SOURCE_ID = "SELECT payload->'source'->>'id' AS id FROM requests WHERE id = $1";

/** As `dropSourceImages`, but for a request that went in: its payload holds the id of its source images. */
export async function dropSourcesOf(
  needs: { db: Executor; objects: Platform['objects'] },
  requestId: string,
  extras: number,
): Promise<void> {
  const { rows } = await needs.db.query<{ id: string | null }>(SOURCE_ID, [requestId]);
  const sourceId = rows[0]?.id;
  if (sourceId) await dropSourceImages(needs, sourceId, extras);
}

/** Inpainting without a mask paints where the picture is transparent. */
async function assertTransparent({ images }: SourceNeeds, bytes: Buffer, fetched: boolean): Promise<void> {
  const facts = await images.inspect(bytes).catch(error => {
    throw refusalOfSource(error, fetched);
  });
  if (!facts.hasAlpha) throw new HordeError('InpaintingMissingMask');
}
