/** Brings the pictures of a finished request into the gallery. */
import { type ImageGeneration, isTransient } from '@openhorde/sdk';
import { horde } from '../api/client.ts';
import { imageType, measure } from '../gallery/imageFile.ts';
import type { Picture } from '../gallery/picture.ts';
import { addPicture } from '../gallery/pictures.ts';
import { isOnline, untilOnline } from '../ui/online.ts';
import { plainName } from '../ui/plainName.ts';
import type { Job } from './job.ts';

interface Patience {
  signal: AbortSignal;
  /** Told of each fault that is waited out. */
  onTrouble: () => void;
}

const TRIES_MAX = 5;
const FIRST_WAIT_MS = 2_000;
/** The horde keeps its results as long. */
const OFFLINE_MS_MAX = 20 * 60_000;

async function download(generation: ImageGeneration, patience: Patience | undefined): Promise<Uint8Array> {
  for (let tries = 1; ; tries++) {
    try {
      return await horde.download(generation, { signal: patience?.signal });
    } catch (error) {
      if (!patience || !isTransient(error) || tries >= TRIES_MAX) throw error;
      patience.onTrouble();
      if (isOnline.get()) await new Promise(resolve => setTimeout(resolve, FIRST_WAIT_MS * 2 ** tries));
      else await untilOnline(OFFLINE_MS_MAX);
    }
  }
}

/**
 * Downloads and stores each generation.
 * @param totalKudos what the request cost in all
 * @param patience with it a network that fails is waited for
 * @returns ids of the stored pictures, in the horde's order
 * @throws the first download error, after all others were tried and kept
 */
export async function collectPictures(
  job: Job,
  generations: readonly ImageGeneration[],
  totalKudos: number,
  patience?: Patience,
): Promise<string[]> {
  const kudosEach = generations.length > 0 ? Math.round((totalKudos / generations.length) * 100) / 100 : null;
  const outcomes = await Promise.allSettled(
    generations.map(async generation => {
      const bytes = await download(generation, patience);
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
    workerName: plainName(generation.worker_name),
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
