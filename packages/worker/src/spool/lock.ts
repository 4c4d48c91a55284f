import { readFile, rm, stat, utimes, writeFile } from 'node:fs/promises';
import path from 'node:path';

/** Two workers on one spool would deliver the same results and give back each other's jobs. */
export class FolderInUse extends Error {
  override readonly name = 'FolderInUse';
}

const TOUCH_INTERVAL_MS = 5_000;
/** A lock that no process touched for so long is left over, even when another process has its id now. */
const STALE_MS = 20_000;

/** Folders held by this process. */
const held = new Set<string>();

/**
 * Takes a folder for this process; the lock of a dead process is taken over.
 * @returns a function that gives it back
 * @throws FolderInUse
 */
export async function lockFolder(folder: string): Promise<() => Promise<void>> {
  const file = path.resolve(folder, 'lock');
  const inUse = new FolderInUse(`Another worker of this name runs already (it holds ${file})`);
  if (held.has(file)) throw inUse;
  held.add(file);
  try {
    await takeFile(file, inUse);
  } catch (error) {
    held.delete(file);
    throw error;
  }
  const touch = setInterval(() => {
    const now = new Date();
    utimes(file, now, now).catch(() => {});
  }, TOUCH_INTERVAL_MS);
  touch.unref();
  return async () => {
    clearInterval(touch);
    await rm(file, { force: true });
    held.delete(file);
  };
}

async function takeFile(file: string, inUse: FolderInUse): Promise<void> {
  const create = () => writeFile(file, String(process.pid), { flag: 'wx', mode: 0o600 });
  try {
    await create();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    if (await isAlive(file)) throw inUse;
    await rm(file, { force: true });
    await create();
  }
}

async function isAlive(file: string): Promise<boolean> {
  try {
    const [content, { mtimeMs }] = await Promise.all([readFile(file, 'utf8'), stat(file)]);
    const pid = Number(content);
    // In a container a worker has the same process id after each restart.
    if (!Number.isInteger(pid) || pid <= 0 || pid === process.pid) return false;
    return Date.now() - mtimeMs < STALE_MS && processExists(pid);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return false;
    throw error;
  }
}

function processExists(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
