import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chown, mkdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { writeWhole } from '../wholeFiles.ts';
import { type Binaries, findBinaries, SYSTEM_FOLDERS, systemFolder } from './binaries.ts';
import { canReach, isRoot, type SystemUser, unprivilegedUser } from './systemUser.ts';

const run = promisify(execFile);

/** A folder of PostgreSQL data, ready to be started. */
export interface Cluster {
  /** Where the data lies: `cluster` in the given folder, or a system folder (see `placeFor`). */
  data: string;
  binaries: Binaries;
  password: string;
  /** Whom the server runs as, when not as ourselves. */
  user: SystemUser | undefined;
}

interface Record {
  data: string;
  password: string;
}

/** The superuser of the cluster and the name of its first database. */
export const OWNER = 'openhorde';

const RECORD = 'cluster.json';

/** Finds the cluster of `folder`, or makes it (0.6 s). `folder` must be absolute, and locked by the caller. */
export async function prepareCluster(
  folder: string,
  durable: boolean,
  systemFolders: readonly string[] = SYSTEM_FOLDERS,
): Promise<Cluster> {
  const found = await findCluster(folder, systemFolders);
  if (found) return found;
  const user = isRoot() ? await unprivilegedUser() : undefined;
  const binaries = await findBinaries(user, systemFolders);
  const data = await placeFor(folder, user, systemFolders);
  const password = randomBytes(32).toString('base64url');
  await initialise({ data, password, user, binaries }, durable);
  await writeWhole(
    path.join(folder, RECORD),
    JSON.stringify({ data: path.dirname(data) === folder ? path.basename(data) : data, password }),
  );
  return { data, password, user, binaries };
}

/** The cluster that was made for this folder, if one was. */
export async function findCluster(
  folder: string,
  systemFolders: readonly string[] = SYSTEM_FOLDERS,
): Promise<Cluster | undefined> {
  const found = await readRecord(path.join(folder, RECORD), folder);
  if (!found) return undefined;
  const user = await ownerOf(found.data);
  return { ...found, user, binaries: await findBinaries(user, systemFolders) };
}

/** Environment for PostgreSQL's programs: ours without what would redirect them, with messages in English. */
export function serverEnvironment(): NodeJS.ProcessEnv {
  const entries = Object.entries(process.env).filter(
    ([name]) => !name.startsWith('PG') && !name.startsWith('LC_'),
  );
  return { ...Object.fromEntries(entries), LC_ALL: 'C' };
}

async function readRecord(file: string, folder: string): Promise<Record | undefined> {
  const text = await readFile(file, 'utf8').catch(error => {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  });
  if (text === undefined) return undefined;
  const { data, password }: Record = JSON.parse(text);
  return { data: path.resolve(folder, data), password };
}

/** A cluster is run by the user who owns it. */
async function ownerOf(data: string): Promise<SystemUser | undefined> {
  const owner = await stat(data).catch(cause => {
    throw new Error(`The database folder ${data} is missing or closed to this user.`, { cause });
  });
  const self = process.getuid?.();
  if (self === undefined || owner.uid === self) return undefined;
  if (self === 0) return { uid: owner.uid, gid: owner.gid };
  throw new Error(
    `The database in ${data} belongs to another user (uid ${owner.uid}). Start as that user or as root.`,
  );
}

/**
 * `cluster` within the folder, if the server's user can get there. Under /root, say, it cannot; then the data goes to
 * a system folder, and `cluster.json` remembers where.
 */
async function placeFor(
  folder: string,
  user: SystemUser | undefined,
  systemFolders: readonly string[],
): Promise<string> {
  if (user && !(await canReach(path.join(folder, 'cluster'), user))) {
    return path.join(await systemFolder(systemFolders), `database-${randomBytes(6).toString('hex')}`);
  }
  return path.join(folder, 'cluster');
}

async function initialise(cluster: Cluster, durable: boolean): Promise<void> {
  const { data, password, user, binaries } = cluster;
  // Made beside its final place and renamed when whole: a start that dies here leaves nothing half-made in the way.
  const draft = `${data}.new`;
  const passwordFile = `${data}.password`;
  await rm(draft, { recursive: true, force: true });
  await mkdir(draft, { recursive: true, mode: 0o700 });
  await writeFile(passwordFile, password, { mode: 0o600 });
  if (user) {
    await chown(draft, user.uid, user.gid);
    await chown(passwordFile, user.uid, user.gid);
  }
  try {
    // The built-in locale sorts alike on every system and does not depend on what the system has installed.
    const options = [
      '--encoding=UTF8',
      '--locale=C',
      '--locale-provider=builtin',
      '--builtin-locale=C.UTF-8',
    ];
    const access = [
      `--username=${OWNER}`,
      `--pwfile=${passwordFile}`,
      '--auth=scram-sha-256',
      '--no-instructions',
    ];
    const sync = durable ? [] : ['--no-sync'];
    await run(
      binaries.initdb,
      [`--pgdata=${draft}`, ...options, ...access, '--set=scram_iterations=1', ...sync],
      {
        ...user,
        cwd: path.dirname(data),
        env: serverEnvironment(),
        windowsHide: true,
      },
    );
    await rename(draft, data);
  } catch (error) {
    await rm(draft, { recursive: true, force: true });
    const detail = error instanceof Error && 'stderr' in error ? String(error.stderr).trim() : '';
    throw new Error(`The embedded database could not be created in ${data}: ${detail || error}`, {
      cause: error,
    });
  } finally {
    await rm(passwordFile, { force: true });
  }
}
