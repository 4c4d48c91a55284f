import { HordeError, RETURN_CODES } from '@openhorde/contract';
import { checkTiles, tilesOf } from '@openhorde/rules';
import {
  isAddress,
  loadSource,
  refusalOfSource,
  type SourceNeeds,
  storeSource,
} from '../../features/sources/index.ts';
import type { Platform } from '../../platform/platform.ts';
import { sourceKey } from './template.ts';

export interface Source {
  /** Null: it lies in the object store, under `id`. */
  url: string | null;
  id: string | null;
  tiles: number;
  /** Bytes that are kept of it. */
  sizeBytes: number;
}

/** Longer addresses are not kept. */
const ADDRESS_LENGTH_MAX = 4096;

/** Of images that are only passed on the header alone is read: their tiles are the bound. */
const ONLY_HEADER = { pixelsMax: Number.POSITIVE_INFINITY, sideMax: Number.POSITIVE_INFINITY };

/**
 * Takes the source image of a request: an address is looked at and passed on to workers as it is, base64 is kept in the
 * object store.
 * @throws HordeError ImageValidationFailed, SourceImage…
 */
export async function takeSource(
  needs: SourceNeeds & Pick<Platform, 'world'>,
  text: string,
): Promise<Source> {
  const fetched = isAddress(text);
  if (fetched && text.length > ADDRESS_LENGTH_MAX) throw new HordeError('ImageValidationFailed');
  const bytes = await loadSource(needs, text);
  const facts = await needs.images.inspect(bytes, fetched ? ONLY_HEADER : {}).catch(error => {
    throw refusalOfSource(error, fetched);
  });
  const tiles = tilesOf(facts);
  const refusal = checkTiles(tiles);
  if (refusal) {
    const { rc, detail } = refusal;
    throw new HordeError(rc, { message: `${RETURN_CODES[rc].message} Here: ${detail}` });
  }
  if (fetched) return { url: text, id: null, tiles, sizeBytes: 0 };
  const id = needs.world.uuid();
  const sizeBytes = await storeSource(needs, sourceKey(id), bytes, false);
  return { url: null, id, tiles, sizeBytes };
}
