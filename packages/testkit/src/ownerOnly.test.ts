import assert from 'node:assert/strict';
import { chmod, mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { after, test } from 'node:test';
import { backup, createLog, restore, startServer } from '@openhorde/server';
import { PICTURE, upload } from './picture.ts';
import { createDatabase } from './testDatabase.ts';
import { startTestHorde } from './testHorde.ts';

const folder = await mkdtemp(path.join(os.tmpdir(), 'openhorde-owner-'));
after(() => rm(folder, { recursive: true, force: true }));

/** Everything below a folder that others than its owner may read, write or look into. */
async function openBelow(root: string): Promise<string[]> {
  const entries = await readdir(root, { recursive: true, withFileTypes: true });
  const open: string[] = [];
  for (const entry of entries) {
    const file = path.join(entry.parentPath, entry.name);
    // Where root starts it, the database runs as another user, who may pass through its folder.
    const mode = (await stat(file)).mode & (entry.isDirectory() ? 0o066 : 0o077);
    if (mode !== 0) open.push(`${file}: ${mode.toString(8)}`);
  }
  return open;
}

const unix = { skip: process.platform === 'win32' && 'Windows has other permissions' };

test('objects, uploads, secrets and backups are for their owner alone', unix, async () => {
  const horde = await startTestHorde();
  after(() => horde.stop());
  const { objects } = horde.horde;
  await objects.put('put.webp', PICTURE);
  await objects.put('shared/put.webp', PICTURE);
  await upload(objects.uploadUrl('sealed.webp'));
  await objects.seal('sealed.webp');
  await upload(objects.uploadUrl('waiting.webp'));
  const environment = { OPENHORDE_HOME: horde.home, DATABASE_URL: horde.databaseUrl };
  const made = path.join(folder, 'backup');
  await backup(made, environment);
  assert.deepEqual(await openBelow(horde.home), []);
  assert.deepEqual([await openBelow(made), (await stat(made)).mode & 0o077], [[], 0]);
  const { url, drop } = await createDatabase();
  after(drop);
  const home = path.join(folder, 'restored');
  await restore(made, { OPENHORDE_HOME: home, DATABASE_URL: url });
  assert.deepEqual([await openBelow(home), (await stat(home)).mode & 0o066], [[], 0]);
});

test('permissions that an older version left open are closed', unix, async () => {
  const home = path.join(folder, 'old');
  const { url, drop } = await createDatabase();
  after(drop);
  const environment = { OPENHORDE_HOME: home, DATABASE_URL: url, PORT: '0' };
  const start = () => startServer({ environment, log: createLog('silent') });
  await (await start()).stop();
  await chmod(path.join(home, 'objects'), 0o755);
  await (await start()).stop();
  assert.equal((await stat(path.join(home, 'objects'))).mode & 0o777, 0o700);
});
