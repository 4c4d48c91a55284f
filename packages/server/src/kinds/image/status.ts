import { type GenerationStable, type RequestStatusStable, UPLOADED } from '@openhorde/contract';
import { EXTRA_SOURCE_IMAGES_MAX } from '@openhorde/rules';
import {
  type CancelNeeds,
  type CheckNeeds,
  cancelRequest,
  checkOf,
  type FindNeeds,
  type Patience,
  type ResultRow,
  readResults,
  requestOf,
  requestWhenDone,
  type WaitNeeds,
} from '../../core/requests/index.ts';
import type { Platform } from '../../platform/platform.ts';
import type { ImageEntry, ImageKind } from './kind.ts';
import { dropSourcesOf } from './sourceImages.ts';
import { resultKey } from './template.ts';

export type StatusNeeds = CheckNeeds & FindNeeds & Pick<Platform, 'objects'>;

/** What the original answers when the stored image is gone. */
const GONE = 'N/A';

/** `GET /generate/status`: at once, or with `Prefer: wait` when the request is done. */
export async function imageStatus(
  horde: StatusNeeds & WaitNeeds,
  kind: ImageKind,
  id: string,
  patience: Patience,
): Promise<RequestStatusStable> {
  return statusOf(horde, kind, await requestWhenDone(horde, kind, id, patience));
}

/** `DELETE /generate/status`: answers what there was, then ends the request. */
export async function cancelImageRequest(
  horde: StatusNeeds & CancelNeeds,
  kind: ImageKind,
  id: string,
): Promise<RequestStatusStable> {
  const entry = await requestOf(horde, kind, id);
  const status = await statusOf(horde, kind, entry);
  const { sourceImage, extraSourceImages } = entry.group.requirements;
  const isOver = await cancelRequest(horde, entry);
  if (isOver && (sourceImage || extraSourceImages))
    await dropSourcesOf(horde, entry.id, extraSourceImages ? EXTRA_SOURCE_IMAGES_MAX : 0);
  return status;
}

/** A request with its finished images. */
async function statusOf(
  horde: StatusNeeds,
  kind: ImageKind,
  entry: ImageEntry,
): Promise<RequestStatusStable> {
  const rows = await readResults(horde, entry.id);
  const generations = await Promise.all(rows.map(row => generationOf(horde, entry, row)));
  return { ...checkOf(horde, kind, entry), generations, shared: entry.shared };
}

/** One finished image as the status shows it. */
export async function generationOf(
  horde: Pick<Platform, 'objects'>,
  entry: Pick<ImageEntry, 'resultAsUrl'>,
  row: ResultRow,
): Promise<GenerationStable> {
  return {
    img: await imageOf(horde, entry, row),
    seed: String(row.seed),
    id: row.id,
    censored: row.censored,
    gen_metadata: row.metadata as NonNullable<GenerationStable['gen_metadata']>,
    worker_id: row.worker_id,
    worker_name: row.worker_name,
    model: row.model,
    state: 'ok',
  };
}

async function imageOf(
  { objects }: Pick<Platform, 'objects'>,
  { resultAsUrl }: Pick<ImageEntry, 'resultAsUrl'>,
  { id, result }: ResultRow,
): Promise<string> {
  if (result !== UPLOADED) return result;
  if (resultAsUrl) return objects.downloadUrl(resultKey(id));
  return (await objects.get(resultKey(id)))?.toString('base64') ?? GONE;
}
