import type { ImageWorkerOffer } from '@openhorde/rules';
import type { Platform } from '../../platform/platform.ts';
import { extraSourceKey, type ImageTemplate, maskKey, sourceKey } from './template.ts';

/** Source images of a job, as the pop answer names them. */
interface Sources {
  source_image: string | null;
  source_processing: string;
  source_mask: string | null;
  extra_source_images: { image: string; strength: number }[] | null;
}

/** Addresses of the source images; old bridges get the images themselves, as base64. */
export async function sourcesFor(
  horde: Pick<Platform, 'objects'>,
  offer: ImageWorkerOffer,
  requestId: string,
  { source }: ImageTemplate,
): Promise<Sources> {
  const byAddress = offer.bridge.capabilities.has('r2_source');
  const give = async (key: string): Promise<string | null> => {
    if (byAddress) return horde.objects.downloadUrl(key);
    return (await horde.objects.get(key))?.toString('base64') ?? null;
  };
  const extras = source.extraStrengths.map(async (strength, i) => ({
    image: (await give(extraSourceKey(requestId, i))) ?? '',
    strength,
  }));
  return {
    source_image: source.image ? await give(sourceKey(requestId)) : null,
    source_processing: source.processing,
    source_mask: source.mask ? await give(maskKey(requestId)) : null,
    extra_source_images: extras.length > 0 ? await Promise.all(extras) : null,
  };
}
