import { randomUUID } from 'node:crypto';
import { readFile, rename, rm } from 'node:fs/promises';
import { createWhole } from '../wholeFiles.ts';
import { identifyProcess } from './processes.ts';

/** The folder belongs to a node that is alive. The message is a sentence for the operator. */
export class FolderInUseError extends Error {
  override name = 'FolderInUseError';
}

export interface FolderLock {
  release(): Promise<void>;
}

interface Holder {
  pid: number;
  started: string;
}

/**
 * Takes the lock file for this process. A lock whose process is dead, or whose number now belongs to another process
 * (usual in containers, where numbers begin anew), is swept away.
 * @throws FolderInUseError while another living process holds it.
 */
export async function lockFolder(file: string, folder: string): Promise<FolderLock> {
  const own = await identifyProcess(process.pid);
  const text = JSON.stringify({ pid: process.pid, started: own?.started ?? '' } satisfies Holder);
  for (let attempt = 0; attempt < 5; attempt++) {
    if (await createWhole(file, text)) return { release: () => release(file, text) };
    const found = await readFile(file, 'utf8').catch(() => '');
    const holder = parse(found);
    if (holder && (await isHeld(holder))) {
      throw new FolderInUseError(
        `Another OpenHorde node (process ${holder.pid}) is using ${folder}. Stop that one first, or give this one its own folder with OPENHORDE_HOME.`,
      );
    }
    await sweep(file, found);
  }
  throw new FolderInUseError(`Several nodes are starting on ${folder} at the same time. Start only one.`);
}

/** The process id of the living holder, if there is one. */
export async function lockHolder(file: string): Promise<number | undefined> {
  const holder = parse(await readFile(file, 'utf8').catch(() => ''));
  return holder && (await isHeld(holder)) ? holder.pid : undefined;
}

async function isHeld(holder: Holder): Promise<boolean> {
  const now = await identifyProcess(holder.pid);
  return now !== undefined && now.started === holder.started;
}

/** Removes exactly the lock that was judged dead: if a new one came in its place meanwhile, that one is put back. */
async function sweep(file: string, dead: string): Promise<void> {
  const aside = `${file}.${randomUUID()}`;
  try {
    await rename(file, aside);
  } catch {
    return;
  }
  const swept = await readFile(aside, 'utf8');
  if (swept !== dead) await createWhole(file, swept);
  await rm(aside, { force: true });
}

async function release(file: string, text: string): Promise<void> {
  if ((await readFile(file, 'utf8').catch(() => '')) === text) await rm(file, { force: true });
}

function parse(text: string): Holder | undefined {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value !== 'object' || value === null || !('pid' in value) || !('started' in value))
      return undefined;
    const { pid, started } = value;
    return Number.isSafeInteger(pid) && Number(pid) > 0 && typeof started === 'string'
      ? { pid: Number(pid), started }
      : undefined;
  } catch {
    return undefined;
  }
}
