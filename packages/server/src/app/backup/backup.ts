import { chmod, mkdir, readdir, rename, rm, rmdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { world } from '../../platform/world.ts';
import { validateConfig } from '../config.ts';
import { type Closers, closeAll, reachDatabase } from '../database.ts';
import type { Environment } from '../env.ts';
import { loadSecrets } from '../secrets.ts';
import { toolLog } from '../toolLog.ts';
import { VERSION } from '../version.ts';
import { dumpDatabase } from './dump.ts';
import { copyFile, filesBelow, writeList } from './files.ts';
import {
  BackupError,
  FORMAT,
  HOME_FOLDER,
  MANIFEST_FILE,
  type Manifest,
  OBJECTS_FOLDER,
} from './manifest.ts';
import { markOf } from './secretMark.ts';

/** What of the home folder is worth keeping beside database and images: logs are not, and workers make their files anew. */
const HOME_FILES = ['secrets.json', 'account.json', 'config.json'] as const;
const HOME_FOLDERS = ['documents', 'news'] as const;
/** Uploads on their way lie here, below the objects. */
const DRAFTS = '.drafts';

/**
 * Writes everything that a horde needs to live again into one folder: rows, images, secrets, documents and news. A node may
 * be running meanwhile; what it commits during the backup is not in it.
 *
 * The rows come first. An image that is stored after them is one too many, which does no harm; the other way
 * round one would be missing. One that was deleted between has expired.
 * @param folder made when absent; there whole at the end or not at all
 * @throws BackupError, ConfigError
 */
export async function backup(folder: string, environment: Environment): Promise<Manifest> {
  const target = path.resolve(folder);
  await assertFree(target);
  const draft = `${target}.part`;
  const closers: Closers = [];
  try {
    const config = validateConfig(environment);
    const secrets = await loadSecrets(config.home, environment);
    const { db } = await reachDatabase(config, secrets, toolLog(), closers);
    await rm(draft, { recursive: true, force: true });
    await mkdir(draft, { recursive: true, mode: 0o700 });
    // A user that can read the folder has everybody's prompts, and the secret.
    await chmod(draft, 0o700);
    const dump = await dumpDatabase(db.pool, draft);
    await copyHome(config.home, draft);
    await copyFolder(path.join(config.home, 'objects'), path.join(draft, OBJECTS_FOLDER));
    const manifest: Manifest = {
      format: FORMAT,
      program: VERSION,
      madeAt: new Date(world.now()).toISOString(),
      ...dump,
      secretMark: markOf(secrets),
      files: await writeList(draft),
    };
    const text = `${JSON.stringify(manifest, null, 2)}\n`;
    await writeFile(path.join(draft, MANIFEST_FILE), text, { mode: 0o600, flush: true });
    await rmdir(target).catch(() => {});
    await rename(draft, target);
    return manifest;
  } catch (error) {
    await rm(draft, { recursive: true, force: true });
    throw error;
  } finally {
    await closeAll(closers);
  }
}

async function assertFree(target: string): Promise<void> {
  const names = await readdir(target).catch(error => {
    if (error.code === 'ENOENT') return [];
    if (error.code === 'ENOTDIR') throw new BackupError(`${target} is a file. Name a folder.`);
    throw error;
  });
  if (names.length > 0) {
    throw new BackupError(
      `${target} is not empty. Name a folder that is not there yet, one for each backup.`,
    );
  }
}

async function copyHome(home: string, draft: string): Promise<void> {
  for (const file of HOME_FILES) await copyFile(path.join(home, file), path.join(draft, HOME_FOLDER, file));
  for (const folder of HOME_FOLDERS)
    await copyFolder(path.join(home, folder), path.join(draft, HOME_FOLDER, folder));
}

async function copyFolder(source: string, target: string): Promise<void> {
  for (const file of await filesBelow(source, [DRAFTS])) {
    await copyFile(path.join(source, file), path.join(target, file));
  }
}
