/**
 * The gallery's store. Deleting is in two steps: `hidePictures` takes pictures off the page at once, and the files
 * go when the time to undo is over (or at the next start, since hidden ids are not remembered).
 */
import { createStore } from '../ui/createStore.ts';
import { openHordeDb } from './db.ts';
import { shrink } from './imageFile.ts';
import type { Picture } from './picture.ts';

const THUMB_SIDE_PIXELS = 360;

/** All pictures, newest first; null until the first load. */
export const pictures = createStore<readonly Picture[] | null>(null);
/** Deleted ones that can still come back. */
export const hidden = createStore<ReadonlySet<string>>(new Set());

const otherTabs = typeof BroadcastChannel === 'undefined' ? null : new BroadcastChannel('openhorde.pictures');
otherTabs?.addEventListener('message', () => void loadPictures());

/** Files of pictures that could not be stored: shown until the page closes. */
const unstored = new Map<string, Blob>();

export async function loadPictures(): Promise<void> {
  const stored = await openHordeDb()
    .then(db => db.getAllFromIndex('pictures', 'createdAtMs'))
    .catch(() => []);
  const inMemory = (pictures.get() ?? []).filter(picture => unstored.has(picture.id));
  pictures.set([...inMemory, ...stored.reverse()]);
}

/**
 * Stores a picture and its file; the same id again changes nothing. When storage is full or forbidden the picture
 * still shows until the page closes.
 */
export async function addPicture(picture: Picture, file: Blob): Promise<void> {
  const thumb = await shrink(file, THUMB_SIDE_PIXELS).catch(() => file);
  try {
    const db = await openHordeDb();
    const transaction = db.transaction(['pictures', 'files', 'thumbs'], 'readwrite');
    await Promise.all([
      transaction.objectStore('files').put(file, picture.id),
      transaction.objectStore('thumbs').put(thumb, picture.id),
      transaction.objectStore('pictures').put(picture),
      transaction.done,
    ]);
  } catch (error) {
    console.warn('This browser did not store the picture:', error);
    unstored.set(picture.id, file);
  }
  if (pictures.get() === null) await loadPictures();
  else pictures.set(all => [picture, ...(all ?? []).filter(other => other.id !== picture.id)]);
  otherTabs?.postMessage('changed');
}

/** The file as it was delivered; null when it is gone. */
export async function pictureFile(id: string): Promise<Blob | null> {
  return unstored.get(id) ?? (await (await openHordeDb()).get('files', id)) ?? null;
}

export async function pictureThumb(id: string): Promise<Blob | null> {
  return unstored.get(id) ?? (await (await openHordeDb()).get('thumbs', id)) ?? null;
}

export function hidePictures(ids: readonly string[]): void {
  hidden.set(before => new Set([...before, ...ids]));
}

export function unhidePictures(ids: readonly string[]): void {
  hidden.set(before => new Set([...before].filter(id => !ids.includes(id))));
}

/** Deletes for good. Only pictures that are still hidden go: an undo in the meantime wins. */
export async function deleteHidden(ids: readonly string[]): Promise<void> {
  const doomed = ids.filter(id => hidden.get().has(id));
  if (doomed.length === 0) return;
  const db = await openHordeDb();
  const transaction = db.transaction(['pictures', 'files', 'thumbs'], 'readwrite');
  await Promise.all([
    ...doomed.flatMap(id => [
      transaction.objectStore('pictures').delete(id),
      transaction.objectStore('files').delete(id),
      transaction.objectStore('thumbs').delete(id),
    ]),
    transaction.done,
  ]);
  for (const id of doomed) unstored.delete(id);
  pictures.set(all => (all ?? []).filter(picture => !doomed.includes(picture.id)));
  unhidePictures(doomed);
  otherTabs?.postMessage('changed');
}
