/** Brings the pictures of a finished request into the gallery. */
import type { ImageGeneration } from '@openhorde/sdk';
import { horde } from '../api/client.ts';
import { imageType, measure } from '../gallery/imageFile.ts';
import type { Picture } from '../gallery/picture.ts';
import { addPicture } from '../gallery/pictures.ts';
import type { Job } from './job.ts';

/**
 * Downloads and stores each generation.
 * @param totalKudos what the request cost in all
 * @returns ids of the stored pictures, in the horde's order
 * @throws the first download error, after all others were tried and kept
 */
export async function collectPictures(
  job: Job,
  generations: readonly ImageGeneration[],
  totalKudos: number,
): Promise<string[]> {
  const kudosEach = generations.length > 0 ? Math.round((totalKudos / generations.length) * 100) / 100 : null;
  const outcomes = await Promise.allSettled(
    generations.map(async generation => {
      const bytes = await horde.download(generation);
      const file = new Blob([bytes as Uint8Array<ArrayBuffer>], { type: imageType(bytes) });
      const size = await measure(file).catch(() => null);
      await addPicture(pictureOf(job, generation, file, size, kudosEach), file);
      return generation.id;
    }),
  );
  const failed = outcomes.find(outcome => outcome.status === 'rejected');
  const ids = outcomes.flatMap(outcome => (outcome.status === 'fulfilled' ? [outcome.value] : []));
  if (failed && ids.length === 0) throw failed.reason;
  return ids;
}

function pictureOf(
  job: Job,
  generation: ImageGeneration,
  file: Blob,
  size: { widthPixels: number; heightPixels: number } | null,
  kudos: number | null,
): Picture {
  return {
    id: generation.id,
    jobId: job.id,
    createdAtMs: Date.now(),
    settings: { ...job.settings, seed: generation.seed },
    model: generation.model,
    workerId: generation.worker_id,
    workerName: generation.worker_name,
    kudos,
    fromPicture: job.source !== null,
    censored: generation.censored,
    remarks: (generation.gen_metadata ?? []).map(remark => ({ ...remark })),
    mimeType: file.type,
    sizeBytes: file.size,
    widthPixels: size?.widthPixels ?? job.settings.widthPixels,
    heightPixels: size?.heightPixels ?? job.settings.heightPixels,
  };
}
