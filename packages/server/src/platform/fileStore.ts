import { createHash, randomUUID } from 'node:crypto';
import { mkdir, open, readdir, readFile, rename, rm, stat, unlink } from 'node:fs/promises';
import path from 'node:path';
import { Readable } from 'node:stream';
import { type Grant, type ObjectMethod, signGrant, verifyGrant } from './objectSigner.ts';
import {
  ADDRESS_LIFE_SECONDS,
  HEAD_BYTES,
  OBJECT_BYTES_MAX,
  type ObjectStore,
  ObjectTooLargeError,
  StoreFullError,
  splitKey,
  type UploadOptions,
} from './objectStore.ts';
import { linkOnce } from './wholeFiles.ts';

export interface FileStoreOptions {
  /** Of our own; made when absent. */
  folder: string;
  signingKey: Buffer;
  /** Where the node is reached, without a slash at the end. Asked each time: a test learns its port late. */
  publicUrl: () => string;
  /** Milliseconds since 1970. */
  now: () => number;
}

/** Name of the folder for keys that name none. */
const PLAIN = 'transient';
/** Files on their way. On the same file system, so that renaming them is atomic. */
const DRAFTS = '.drafts';
/** Uploads that wait to be sealed, all in one folder: there are as many as jobs at workers. */
const UPLOADS = '.uploads';
/** What has not moved for so long belongs to a node that was killed, or to a job that was never submitted. */
const UNSEALED_LIFE_MS = 60 * 60 * 1000;

/**
 * Objects as files `<folder>/<two letters of a hash>/<name>`, readable by their owner alone. A file is written aside,
 * synced and linked, so it is there whole or not at all, and an object survives a power cut.
 */
export class FileStore implements ObjectStore {
  readonly #options: FileStoreOptions;

  constructor(options: FileStoreOptions) {
    this.#options = { ...options, folder: path.resolve(options.folder) };
  }

  uploadUrl(key: string, options: UploadOptions = {}): string {
    const { expiresSeconds = ADDRESS_LIFE_SECONDS, sizeBytesMax = OBJECT_BYTES_MAX } = options;
    return this.#address('PUT', key, expiresSeconds, sizeBytesMax);
  }

  downloadUrl(key: string, expiresSeconds = ADDRESS_LIFE_SECONDS): string {
    return this.#address('GET', key, expiresSeconds, 0);
  }

  /** What an address with this query grants now; undefined: nothing. */
  grant(method: ObjectMethod, key: string, query: Readonly<Record<string, unknown>>): Grant | undefined {
    return verifyGrant(this.#options.signingKey, method, key, query, this.#options.now());
  }

  async put(key: string, bytes: Uint8Array): Promise<void> {
    const target = this.pathOf(key);
    await this.#write(Readable.from([bytes]), draft => keepOnce(draft, target));
  }

  /**
   * Takes an upload in; it replaces an earlier one for the key.
   * @throws ObjectTooLargeError beyond `sizeBytesMax`, StoreFullError when the disk is full, and whatever the source
   * throws; nothing is kept then, and what was there before stays.
   */
  async receive(key: string, source: AsyncIterable<Uint8Array>, sizeBytesMax: number): Promise<void> {
    const upload = this.#uploadPath(key);
    await this.#write(limited(source, sizeBytesMax), async draft => {
      await makeFolder(path.dirname(upload));
      // The folder is not synced: that is done when the upload is sealed, before the worker is paid for it.
      await rename(draft, upload);
    });
  }

  async seal(key: string): Promise<void> {
    await ifThere(keepOnce(this.#uploadPath(key), this.pathOf(key)));
  }

  async get(key: string): Promise<Buffer | undefined> {
    return ifThere(readFile(this.pathOf(key)));
  }

  async head(key: string): Promise<{ bytes: Buffer; sizeBytes: number } | undefined> {
    const handle = await ifThere(open(this.pathOf(key)));
    if (!handle) return undefined;
    try {
      const { buffer, bytesRead } = await handle.read(Buffer.alloc(HEAD_BYTES), 0, HEAD_BYTES, 0);
      return { bytes: buffer.subarray(0, bytesRead), sizeBytes: (await handle.stat()).size };
    } finally {
      await handle.close();
    }
  }

  async stat(key: string): Promise<{ sizeBytes: number; modifiedAt: number } | undefined> {
    const found = await ifThere(stat(this.pathOf(key)));
    return found && { sizeBytes: found.size, modifiedAt: found.mtimeMs };
  }

  async delete(key: string): Promise<void> {
    await rm(this.pathOf(key), { force: true });
  }

  async deleteOlderThan(folder: string, ageMs: number): Promise<number> {
    const root = path.join(this.#options.folder, folder || PLAIN);
    for (const unsealed of [DRAFTS, UPLOADS])
      await this.#sweep(path.join(this.#options.folder, unsealed), UNSEALED_LIFE_MS);
    let deleted = 0;
    for (const fan of (await ifThere(readdir(root))) ?? [])
      deleted += await this.#sweep(path.join(root, fan), ageMs);
    return deleted;
  }

  /** Absolute path of the file. @throws RangeError when it is no key. */
  pathOf(key: string): string {
    const parts = splitKey(key);
    if (!parts) throw new RangeError(`${JSON.stringify(key)} is not an object key`);
    // A folder with a hundred thousand files is slow on some systems; 256 times fewer is not.
    const fan = createHash('sha256').update(parts.name).digest('hex').slice(0, 2);
    return path.join(this.#options.folder, parts.folder || PLAIN, fan, parts.name);
  }

  /** Where the upload for a key waits. */
  #uploadPath(key: string): string {
    const { folder } = this.#options;
    return path.join(folder, UPLOADS, path.relative(folder, this.pathOf(key)).replaceAll(path.sep, '~'));
  }

  /** Writes a draft and hands it on. @throws StoreFullError when the disk is full */
  async #write(source: AsyncIterable<Uint8Array>, handOn: (draft: string) => Promise<void>): Promise<void> {
    const draft = path.join(this.#options.folder, DRAFTS, randomUUID());
    try {
      await makeFolder(path.dirname(draft));
      await writeDurably(draft, source);
      await handOn(draft);
    } catch (error) {
      await rm(draft, { force: true });
      throw isFull(error) ? new StoreFullError('the disk is full', { cause: error }) : error;
    }
  }

  #address(method: ObjectMethod, key: string, expiresSeconds: number, sizeBytesMax: number): string {
    if (!splitKey(key)) throw new RangeError(`${JSON.stringify(key)} is not an object key`);
    const { signingKey, publicUrl, now } = this.#options;
    const expiresAt = Math.floor(now() / 1000) + expiresSeconds;
    return `${publicUrl()}/objects/${key}?${signGrant(signingKey, { method, key, expiresAt, sizeBytesMax })}`;
  }

  async #sweep(folder: string, ageMs: number): Promise<number> {
    const before = this.#options.now() - ageMs;
    let deleted = 0;
    for (const name of (await ifThere(readdir(folder))) ?? []) {
      const file = path.join(folder, name);
      const found = await ifThere(stat(file));
      if (!found || found.mtimeMs >= before) continue;
      await rm(file, { force: true });
      deleted += 1;
    }
    return deleted;
  }
}

async function* limited(source: AsyncIterable<Uint8Array>, sizeBytesMax: number): AsyncGenerator<Uint8Array> {
  let size = 0;
  for await (const chunk of source) {
    size += chunk.byteLength;
    if (size > sizeBytesMax) throw new ObjectTooLargeError(`more than ${sizeBytesMax} bytes`);
    yield chunk;
  }
}

const makeFolder = (folder: string) => mkdir(folder, { recursive: true, mode: 0o700 });

/** Moves a file to its place for good; one that is there stays. @throws Error ENOENT when there is no such file */
async function keepOnce(file: string, target: string): Promise<void> {
  const folder = path.dirname(target);
  // The folder is nearly always there: only when it may not be, it is made.
  if (!(await ifThere(linkOnce(file, target).then(() => true)))) {
    await makeFolder(folder);
    await linkOnce(file, target);
  }
  await ifThere(unlink(file));
  await syncFolder(folder);
}

/** Not by a stream: one that fails may still be about to open its file when the failure is told. */
async function writeDurably(file: string, content: AsyncIterable<Uint8Array>): Promise<void> {
  const handle = await open(file, 'wx', 0o600);
  try {
    await handle.writeFile(content);
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** Makes a rename durable. Windows neither needs nor allows it. */
async function syncFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return;
  const handle = await open(folder);
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

function isFull(error: unknown): boolean {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  return code === 'ENOSPC' || code === 'EDQUOT';
}

async function ifThere<T>(work: Promise<T>): Promise<T | undefined> {
  return work.catch(error => {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  });
}
