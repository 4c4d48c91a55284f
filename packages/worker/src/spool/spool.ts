import { createHash } from 'node:crypto';
import { chmod, mkdir, open, readdir, readFile, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import type { GenerationMetadata, PopAnswer } from '@openhorde/sdk';
import { lockFolder } from './lock.ts';

/*
 * What this worker owes to the horde, on disk: one `<job id>.json` for each picture it has taken on, and `<job id>.webp`
 * once that is made. An entry is written when the job is popped, changes its state when the engine is done, and goes
 * when the horde has answered. So a worker that dies delivers at its next start what it had made, and takes up again or
 * gives back at once what it had not. While a job is at work its prompt stands in these files, and not afterwards.
 *
 * Prompts and pictures are other people's: folder and files are for the owner of the process alone.
 *
 * A file appears whole or not at all: it is written beside its place, forced to disk and renamed. The picture comes
 * before the entry that tells of it.
 */

export interface SpoolEntry {
  jobId: string;
  /** Origin of the horde that waits for it. */
  horde: string;
  /** `working`: no result yet. */
  state: 'working' | 'finished' | 'faulted';
  /** Which picture of its batch it is, from 0. */
  batchIndex: number;
  /** While `working`: what is to be made. */
  work: SpooledWork | null;
  /** Presigned address for the picture; null: it travels in the submit. */
  uploadUrl: string | null;
  /** Seed of this picture; -1 without one. */
  seed: number;
  metadata: GenerationMetadata[];
  createdAtMs: number;
}

export interface SpooledWork {
  answer: PopAnswer;
  /** When the horde takes it away; null: it did not say. */
  dueAtMs: number | null;
  /** How often an engine has begun it; in a batch one entry tells. */
  starts: number;
}

export interface Spool {
  /** What an earlier process left behind. */
  readonly leftOver: readonly SpoolEntry[];
  write(entry: SpoolEntry): Promise<void>;
  /** Keeps the picture and then the entry. */
  finish(entry: SpoolEntry, image: Uint8Array): Promise<void>;
  image(jobId: string): Promise<Uint8Array>;
  remove(jobId: string): Promise<void>;
  close(): Promise<void>;
}

/** Ids become file names: only characters that every file system takes as they are. */
const JOB_ID = /^[0-9A-Za-z][0-9A-Za-z-]{0,99}$/;

export function isJobId(id: string): boolean {
  return JOB_ID.test(id);
}

/** Where the worker of this name keeps its spool; names that differ have folders that differ. */
export function spoolFolder(homeFolder: string, workerName: string): string {
  const readable = workerName.replace(/[^0-9A-Za-z_-]+/g, '_').slice(0, 40);
  const mark = createHash('sha256').update(workerName).digest('hex').slice(0, 8);
  return path.join(homeFolder, 'worker', `${readable}-${mark}`, 'spool');
}

/** @throws FolderInUse when another process has it open */
export async function openSpool(folder: string): Promise<Spool> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  // One that an older version made.
  await chmod(folder, 0o700);
  const unlock = await lockFolder(folder);
  try {
    const leftOver = await readEntries(folder);
    return { ...createSpool(folder, unlock), leftOver };
  } catch (error) {
    await unlock();
    throw error;
  }
}

function createSpool(folder: string, unlock: () => Promise<void>): Omit<Spool, 'leftOver'> {
  const entryFile = (jobId: string) => path.join(folder, `${jobId}.json`);
  const imageFile = (jobId: string) => path.join(folder, `${jobId}.webp`);
  const write = (entry: SpoolEntry) => writeWhole(entryFile(entry.jobId), JSON.stringify(entry));
  return {
    write,
    async finish(entry, image) {
      await writeWhole(imageFile(entry.jobId), image);
      await write(entry);
    },
    image: jobId => readFile(imageFile(jobId)),
    async remove(jobId) {
      // A picture without an entry is litter; an entry without its picture would be a broken promise.
      await rm(entryFile(jobId), { force: true });
      await rm(imageFile(jobId), { force: true });
    },
    close: unlock,
  };
}

async function writeWhole(file: string, content: string | Uint8Array): Promise<void> {
  const beside = `${file}.new`;
  const handle = await open(beside, 'w', 0o600);
  try {
    await handle.writeFile(content);
    await handle.sync();
  } finally {
    await handle.close();
  }
  await rename(beside, file);
}

async function readEntries(folder: string): Promise<SpoolEntry[]> {
  const names = await readdir(folder);
  const entries: SpoolEntry[] = [];
  for (const name of names) {
    if (!name.endsWith('.json')) continue;
    const jobId = name.slice(0, -'.json'.length);
    const entry = parseEntry(await readFile(path.join(folder, name), 'utf8'));
    if (entry?.jobId !== jobId || !isJobId(jobId)) await rm(path.join(folder, name), { force: true });
    // Its picture was deleted: as good as never made.
    else if (entry.state === 'finished' && !names.includes(`${jobId}.webp`))
      entries.push({ ...entry, state: 'working', work: null });
    else entries.push(entry);
  }
  const wanted = new Set(['lock', ...entries.flatMap(({ jobId }) => [`${jobId}.json`, `${jobId}.webp`])]);
  for (const name of names) {
    if (!wanted.has(name) && /\.(webp|new)$/.test(name)) await rm(path.join(folder, name), { force: true });
  }
  return entries.sort((a, b) => a.createdAtMs - b.createdAtMs);
}

function parseEntry(source: string): SpoolEntry | null {
  try {
    return JSON.parse(source) as SpoolEntry;
  } catch {
    return null;
  }
}
