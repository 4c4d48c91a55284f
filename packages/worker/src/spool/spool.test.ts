import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdir, readdir, stat, utimes, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { test } from 'node:test';
import { temporaryHome } from '../testing/testWorker.ts';
import { isJobId, openSpool, type SpoolEntry, spoolFolder } from './spool.ts';

function entry(jobId: string, change: Partial<SpoolEntry> = {}): SpoolEntry {
  const common = {
    horde: 'http://h',
    batchIndex: 0,
    work: null,
    uploadUrl: null,
    seed: 1,
    metadata: [],
    createdAtMs: 0,
  };
  return { jobId, state: 'finished', ...common, ...change };
}

test('entries that were written are there after a reopening, oldest first; removed ones are not', async () => {
  await using home = await temporaryHome();
  const spool = await openSpool(home.spool);
  assert.deepEqual(spool.leftOver, []);
  await spool.finish(entry('b', { createdAtMs: 2 }), Buffer.from('picture b'));
  await spool.write(entry('a', { createdAtMs: 1, state: 'working' }));
  await spool.finish(entry('c'), Buffer.from('picture c'));
  await spool.remove('c');
  await spool.close();
  const again = await openSpool(home.spool);
  assert.deepEqual(
    again.leftOver.map(({ jobId, state }) => `${jobId} ${state}`),
    ['a working', 'b finished'],
  );
  assert.equal((await again.image('b')).toString(), 'picture b');
  await again.close();
});

test('a death at any moment of the writing leaves nothing that is half there', async () => {
  await using home = await temporaryHome();
  await mkdir(home.spool, { recursive: true });
  const files: Record<string, string> = {
    // Died while writing the picture, before its entry changed.
    'a.json': JSON.stringify(entry('a', { state: 'working' })),
    'a.webp.new': 'half a pic',
    // Died between picture and entry.
    'b.json': JSON.stringify(entry('b', { state: 'working' })),
    'b.webp': 'picture',
    // Died while removing.
    'c.webp': 'picture',
    // Damaged, or not ours.
    'd.json': '{"jobId": "d", "sta',
    'e.json': JSON.stringify(entry('../../f')),
    // A person deleted the picture.
    'g.json': JSON.stringify(entry('g')),
  };
  for (const [name, content] of Object.entries(files)) await writeFile(path.join(home.spool, name), content);
  const spool = await openSpool(home.spool);
  assert.deepEqual(
    spool.leftOver.map(({ jobId, state }) => `${jobId} ${state}`),
    ['a working', 'b working', 'g working'],
  );
  assert.deepEqual((await readdir(home.spool)).sort(), ['a.json', 'b.json', 'b.webp', 'g.json', 'lock']);
  await spool.close();
});

test('folder and files are readable by their owner alone, also those that were there before', async () => {
  await using home = await temporaryHome();
  await mkdir(home.spool, { recursive: true });
  await chmod(home.spool, 0o755);
  const spool = await openSpool(home.spool);
  await spool.finish(entry('a'), Buffer.from('picture'));
  const mode = async (file: string) => ((await stat(file)).mode & 0o777).toString(8);
  assert.equal(await mode(home.spool), '700');
  for (const name of await readdir(home.spool))
    assert.equal(await mode(path.join(home.spool, name)), '600', name);
  assert.equal((await readdir(home.spool)).length, 3);
  await spool.close();
});

test('ids that could leave the folder are none', () => {
  assert(isJobId('3fa85f64-5717-4562-b3fc-2c963f66afa6'));
  for (const id of ['', '.', '..', '../x', 'a/b', 'a\\b', 'a.json', '-x', 'x'.repeat(101)])
    assert(!isJobId(id), id);
});

test('names that look the same to a file system have folders that differ', () => {
  const folders = ['A b', 'A_b', 'A/b', 'ä', 'ö', 'a b'].map(name => spoolFolder('home', name).toLowerCase());
  assert.equal(new Set(folders).size, folders.length);
});

test('the lock of a live process holds; that of a dead one, or one long untouched, does not', async () => {
  await using home = await temporaryHome();
  await mkdir(home.spool, { recursive: true });
  const lock = path.join(home.spool, 'lock');
  const sleeper = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { stdio: 'ignore' });
  await writeFile(lock, String(sleeper.pid));
  await assert.rejects(openSpool(home.spool), { name: 'FolderInUse' });

  await utimes(lock, new Date(0), new Date(0));
  const untouched = await openSpool(home.spool);
  await assert.rejects(openSpool(home.spool), { name: 'FolderInUse' });
  await untouched.close();

  await writeFile(lock, String(sleeper.pid));
  sleeper.kill('SIGKILL');
  await once(sleeper, 'exit');
  const dead = await openSpool(home.spool);
  await dead.close();
});
