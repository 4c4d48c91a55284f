import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { mkdir, readdir, readFile, stat, utimes, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { BackupError, LIST_FILE, type Manifest } from './manifest.ts';

/** A file of a backup, as its line in `files.jsonl`. */
export interface FileEntry {
  /** From the folder of the backup, with slashes on every system. */
  path: string;
  sizeBytes: number;
  sha256: string;
  /** Milliseconds since 1970: by it the object store tells what is old. */
  modifiedAt: number;
}

/** All files below `folder`, as paths from it, but for those whose first part is in `without`; none when it is not there. */
export async function filesBelow(folder: string, without: readonly string[] = []): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(ifGone<never[]>([]));
  return entries
    .filter(entry => entry.isFile())
    .map(entry => path.relative(folder, path.join(entry.parentPath, entry.name)))
    .filter(file => !without.includes(file.split(path.sep)[0]!))
    .sort();
}

/** Copies a file with its time. @returns whether it was still there */
export async function copyFile(source: string, target: string): Promise<boolean> {
  const found = await stat(source).catch(ifGone(undefined));
  if (!found) return false;
  await mkdir(path.dirname(target), { recursive: true, mode: 0o700 });
  try {
    await pipeline(createReadStream(source), createWriteStream(target, { mode: 0o600 }));
  } catch (error) {
    return ifGone(false)(error);
  }
  await utimes(target, found.atime, found.mtime);
  return true;
}

/** Writes down everything that lies in a new backup. */
export async function writeList(folder: string): Promise<Manifest['files']> {
  const entries: FileEntry[] = [];
  for (const file of await filesBelow(folder)) entries.push(await entryOf(folder, file));
  const list = entries.map(entry => `${JSON.stringify(entry)}\n`).join('');
  await writeFile(path.join(folder, LIST_FILE), list, { mode: 0o600, flush: true });
  return {
    count: entries.length,
    sizeBytes: entries.reduce((sum, entry) => sum + entry.sizeBytes, 0),
    sha256: createHash('sha256').update(list).digest('hex'),
  };
}

/**
 * Compares every file with its checksum.
 * @returns the files
 * @throws BackupError when one is missing or has changed
 */
export async function verifyFiles(folder: string, { files }: Manifest): Promise<FileEntry[]> {
  const list = await readFile(path.join(folder, LIST_FILE), 'utf8').catch(ifGone(''));
  if (createHash('sha256').update(list).digest('hex') !== files.sha256) throw damaged(LIST_FILE);
  const entries = list
    .split('\n')
    .filter(line => line !== '')
    .map(line => JSON.parse(line) as FileEntry);
  const there = new Set((await filesBelow(folder)).map(slashed));
  for (const entry of entries) {
    // A path that leads out of the folder is not in `there`.
    const isWhole = there.has(entry.path) && (await entryOf(folder, entry.path)).sha256 === entry.sha256;
    if (!isWhole) throw damaged(entry.path);
  }
  return entries;
}

const damaged = (file: string) =>
  new BackupError(`The backup is damaged: ${file} is missing or has changed. Take another one.`);

async function entryOf(folder: string, file: string): Promise<FileEntry> {
  const whole = path.join(folder, file);
  const { size, mtimeMs } = await stat(whole);
  const hash = createHash('sha256');
  await pipeline(createReadStream(whole), hash);
  return {
    path: slashed(file),
    sizeBytes: size,
    sha256: hash.digest('hex'),
    modifiedAt: Math.floor(mtimeMs),
  };
}

const slashed = (file: string): string => file.split(path.sep).join('/');

/** For `catch`: what stands for a file or folder that is not there. */
function ifGone<T>(value: T): (error: unknown) => T {
  return error => {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return value;
    throw error;
  };
}
