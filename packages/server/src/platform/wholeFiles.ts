import { randomUUID } from 'node:crypto';
import { constants } from 'node:fs';
import { chmod, copyFile, link, mkdir, rename, rm, writeFile } from 'node:fs/promises';

// Small files of our own that are there whole or not at all, and readable by their owner alone.

/** Replaces the file: a crash leaves the old text or the new one. */
export async function writeWhole(file: string, text: string): Promise<void> {
  const draft = `${file}.${randomUUID()}`;
  await writeFile(draft, text, { mode: 0o600, flush: true });
  await rename(draft, file);
}

/**
 * Makes the file if there is none; of several who try at once exactly one succeeds.
 * @returns whether it was us.
 */
export async function createWhole(file: string, text: string): Promise<boolean> {
  const draft = `${file}.${randomUUID()}`;
  await writeFile(draft, text, { mode: 0o600, flush: true });
  try {
    return await linkOnce(draft, file);
  } finally {
    await rm(draft, { force: true });
  }
}

/**
 * Gives a file a second name, unless another file has it.
 * @returns whether it was free
 * @throws Error ENOENT when there is no such file
 */
export async function linkOnce(file: string, name: string): Promise<boolean> {
  return isFree(
    link(file, name).catch(error => {
      // File systems without links (exFAT): a reader might see it half written, but it is still made only once.
      if (!['EPERM', 'ENOTSUP', 'ENOSYS'].includes(error.code)) throw error;
      return copyFile(file, name, constants.COPYFILE_EXCL);
    }),
  );
}

async function isFree(made: Promise<void>): Promise<boolean> {
  try {
    await made;
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

/** Makes a folder that only its owner can look into, or closes an existing one to others. */
export async function makePrivate(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  await chmod(folder, 0o700);
}
