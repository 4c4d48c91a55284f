import assert from 'node:assert/strict';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { after, beforeEach, test } from 'node:test';
import { FolderInUseError, lockFolder, lockHolder } from './folderLock.ts';

const folder = await mkdtemp(path.join(os.tmpdir(), 'openhorde-lock-'));
const file = path.join(folder, 'node.lock');
beforeEach(() => rm(file, { force: true }));
after(() => rm(folder, { recursive: true }));

test('a lock is held until it is released', async () => {
  const lock = await lockFolder(file, folder);
  assert.equal(await lockHolder(file), process.pid);
  await assert.rejects(lockFolder(file, folder), FolderInUseError);
  await lock.release();
  assert.equal(await lockHolder(file), undefined);
  await (await lockFolder(file, folder)).release();
  assert.deepEqual(await readdir(folder), []);
});

for (const [what, text] of [
  ['of a process that is gone', JSON.stringify({ pid: 2 ** 22 + 1, started: '1' })],
  ['of an earlier process with our number', JSON.stringify({ pid: process.pid, started: 'long ago' })],
  ['that is damaged', '{"pid":'],
  ['that is empty', ''],
  ['that holds nonsense', '{"pid":-1,"started":7}'],
] as const) {
  test(`a lock ${what} is swept away`, async () => {
    await writeFile(file, text);
    const lock = await lockFolder(file, folder);
    assert.equal(JSON.parse(await readFile(file, 'utf8')).pid, process.pid);
    await lock.release();
  });
}

test('of many that start at once on a dead lock, one gets it', async () => {
  await writeFile(file, JSON.stringify({ pid: 2 ** 22 + 1, started: '1' }));
  const tries = await Promise.allSettled(Array.from({ length: 8 }, () => lockFolder(file, folder)));
  const locks = tries.filter(attempt => attempt.status === 'fulfilled');
  assert.equal(locks.length, 1);
  await locks[0]!.value.release();
});
