import { execFile } from 'node:child_process';
import type { Stats } from 'node:fs';
import { stat } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** Whom PostgreSQL runs as; undefined means the user of this process. */
export interface SystemUser {
  uid: number;
  gid: number;
}

/** Whether this process runs as root, which PostgreSQL refuses to do. */
export function isRoot(): boolean {
  return process.getuid?.() === 0;
}

/**
 * The unprivileged user for a server that root starts: `postgres` where a package made one, else our own `openhorde`
 * (made now if that is possible), else `nobody`, which every Unix has. initdb needs a user that has a name, so a free
 * number would not do.
 */
export async function unprivilegedUser(): Promise<SystemUser> {
  for (const name of ['postgres', 'openhorde']) {
    const user = await findUser(name);
    if (user) return user;
  }
  await createUser('openhorde');
  const user = (await findUser('openhorde')) ?? (await findUser('nobody'));
  if (!user) {
    throw new Error(
      'PostgreSQL does not run as root, and there is no user to run it as. Add one named "openhorde" or start as an ordinary user.',
    );
  }
  return user;
}

/** Whether `user` may walk down to `target`, and read and execute it if it exists. Access lists are not looked at. */
export async function canReach(target: string, user: SystemUser): Promise<boolean> {
  for (let folder = path.dirname(target); ; folder = path.dirname(folder)) {
    if (!permits(await stat(folder), user, 0o1)) return false;
    if (folder === path.dirname(folder)) break;
  }
  const found = await stat(target).catch(() => undefined);
  return found === undefined || permits(found, user, 0o5);
}

function permits({ mode, uid, gid }: Stats, user: SystemUser, bits: number): boolean {
  const shift = uid === user.uid ? 6 : gid === user.gid ? 3 : 0;
  return ((mode >> shift) & bits) === bits;
}

async function findUser(name: string): Promise<SystemUser | undefined> {
  try {
    const [uid, gid] = await Promise.all([run('id', ['-u', name]), run('id', ['-g', name])]);
    const user = { uid: Number(uid.stdout), gid: Number(gid.stdout) };
    return user.uid > 0 ? user : undefined;
  } catch {
    return undefined;
  }
}

async function createUser(name: string): Promise<void> {
  if (process.platform !== 'linux') return;
  try {
    await run('useradd', [
      '--system',
      '--user-group',
      '--no-create-home',
      '--shell',
      '/usr/sbin/nologin',
      name,
    ]);
  } catch {
    // Alpine has no useradd; where this fails too, `nobody` is left.
    await run('adduser', ['-S', '-D', '-H', '-s', '/sbin/nologin', name]).catch(() => {});
  }
}
