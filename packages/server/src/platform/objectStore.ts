/**
 * Images and other bytes under a key such as `<job id>.webp`. Stores: the file system (`fileStore.ts`), later S3.
 * Addresses are signed and expire; the holder of one may do that one thing and nothing else.
 *
 * An object is written once. An upload is no object yet: it waits where no address for GET leads, may be repeated, and
 * becomes the object by `seal`. In S3 the address for PUT names another key (`uploads/<key>`), and `put` and `seal` are
 * PutObject and CopyObject with `If-None-Match: *`.
 */
export interface ObjectStore {
  /** Address for PUT, by default of at most `OBJECT_BYTES_MAX` bytes and for `ADDRESS_LIFE_SECONDS`. */
  uploadUrl(key: string, options?: UploadOptions): string;
  /** Address for GET and HEAD, by default for `ADDRESS_LIFE_SECONDS`. */
  downloadUrl(key: string, expiresSeconds?: number): string;
  /** Whole or not at all; an object that is there stays as it is. @throws StoreFullError when the disk is full. */
  put(key: string, bytes: Uint8Array): Promise<void>;
  /** Makes the last upload for a key its object, unless there is one; no upload changes it from then on. */
  seal(key: string): Promise<void>;
  get(key: string): Promise<Buffer | undefined>;
  /** The first `HEAD_BYTES` of an object and its whole size. */
  head(key: string): Promise<{ bytes: Buffer; sizeBytes: number } | undefined>;
  stat(key: string): Promise<{ sizeBytes: number; modifiedAt: number } | undefined>;
  /** Nothing happens when there is none. */
  delete(key: string): Promise<void>;
  /**
   * Deletes what was last written more than `ageMs` ago in one folder; '' are the objects whose key names none.
   * @returns how many objects went.
   */
  deleteOlderThan(folder: string, ageMs: number): Promise<number>;
}

export interface UploadOptions {
  expiresSeconds?: number;
  sizeBytesMax?: number;
}

/** Enough to tell the type of an object, and the size of a WebP. */
export const HEAD_BYTES = 64;

/** Every signed address lives this long (rules-storage-stats §1). */
export const ADDRESS_LIFE_SECONDS = 1800;

/** The largest image a worker makes, as lossless as WebP gets, is well below. */
export const OBJECT_BYTES_MAX = 20 * 1024 * 1024;

/** Results and source images are kept this long (rules-storage-stats §1). */
export const TRANSIENT_LIFE_MS = 120 * 60 * 1000;

/** No room for the object; nothing of it was kept. */
export class StoreFullError extends Error {
  override name = 'StoreFullError';
}

/** The object is larger than its address allows; nothing of it was kept. */
export class ObjectTooLargeError extends Error {
  override name = 'ObjectTooLargeError';
}

/** Folder (or '') and name of a key; undefined when it is none. */
export function splitKey(key: string): { folder: string; name: string } | undefined {
  // Letters, digits, `_`, `-` and one dot before the ending: nothing can climb out of a folder or hide in it.
  const [, folder = '', name] = /^(?:([a-z]{1,20})\/)?([a-zA-Z0-9_-]{1,100}\.[a-z0-9]{1,8})$/.exec(key) ?? [];
  return name === undefined ? undefined : { folder, name };
}
