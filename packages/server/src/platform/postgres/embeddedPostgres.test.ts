import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { after, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { openDatabase } from '../db.ts';
import { discardEmbeddedPostgres, findRunningPostgres, startEmbeddedPostgres } from './embeddedPostgres.ts';
import { FolderInUseError } from './folderLock.ts';

const quiet = { info() {}, warn() {}, error() {} };
const home = await mkdtemp(path.join(os.tmpdir(), 'openhorde-embedded-'));
after(() => rm(home, { recursive: true, force: true }));
// Made for its owner alone; the user that root's database runs as must be able to pass.
await chmod(home, 0o755);

const start = (folder: string) => startEmbeddedPostgres({ folder, log: quiet });

async function postmasterOf(folder: string): Promise<number> {
  const text = await readFile(path.join(folder, 'cluster', 'postmaster.pid'), 'utf8');
  return Number(text.split('\n')[0]);
}

/** Runs `work` with a pool on `url` and closes it. */
async function on<T>(
  url: string,
  work: (database: ReturnType<typeof openDatabase>) => Promise<T>,
): Promise<T> {
  const database = openDatabase({ url });
  try {
    return await work(database);
  } finally {
    await database.close();
  }
}

/** Another node on `folder`, in a process of its own. Resolves when its database serves. */
async function startNode(folder: string): Promise<{ child: ChildProcess; url: string }> {
  const module = pathToFileURL(path.join(import.meta.dirname, 'embeddedPostgres.ts')).href;
  const script = `
    import { startEmbeddedPostgres } from ${JSON.stringify(module)};
    const log = { info() {}, warn() {}, error() {} };
    const server = await startEmbeddedPostgres({ folder: ${JSON.stringify(folder)}, log });
    process.send(server.url);
    setInterval(() => {}, 1000);`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', script], {
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  const [url] = await once(child, 'message');
  return { child, url };
}

test('committed rows are there after a stop and a start', async () => {
  const folder = path.join(home, 'restart');
  const first = await start(folder);
  await on(first.url, database => database.query('CREATE TABLE kept AS SELECT 7 AS number'));
  await first.stop();
  const names = await readdir(folder, { recursive: true, withFileTypes: true });
  for (const entry of names) {
    const { mode } = await stat(path.join(entry.parentPath, entry.name));
    assert.equal(mode & 0o077, 0, `${entry.name} is for its owner alone`);
  }
  assert.equal((await stat(folder)).mode & 0o066, 0);
  const second = await start(folder);
  const { rows } = await on(second.url, database => database.query('SELECT number FROM kept'));
  await second.stop();
  assert.deepEqual(rows, [{ number: 7 }]);
});

test('a folder that a living node holds is refused with a sentence', async () => {
  const folder = path.join(home, 'held');
  const { child, url } = await startNode(folder);
  await assert.rejects(start(folder), (error: Error) => {
    assert.ok(error instanceof FolderInUseError);
    assert.match(
      error.message,
      new RegExp(`^Another OpenHorde node \\(process ${child.pid}\\) is using .*held\\.`),
    );
    return true;
  });
  assert.equal(await findRunningPostgres(folder), url);
  child.kill('SIGKILL');
  await once(child, 'exit');
  assert.equal(await findRunningPostgres(folder), undefined);
  await discardEmbeddedPostgres(folder);
});

test('after kill -9 of the node the next start takes over from its database and loses nothing', async () => {
  const folder = path.join(home, 'killed');
  const { child, url } = await startNode(folder);
  const orphan = await on(url, async database => {
    await database.query('CREATE TABLE kept AS SELECT generate_series(1, 1000) AS number');
    return postmasterOf(folder);
  });
  child.kill('SIGKILL');
  await once(child, 'exit');
  const next = await start(folder);
  const { rows } = await on(next.url, database => database.query('SELECT count(*) FROM kept'));
  await next.stop();
  assert.deepEqual(rows, [{ count: 1000 }]);
  assert.throws(() => process.kill(orphan, 0), { code: 'ESRCH' });
});

test('a database that dies is started again at the same address, and the pool goes on', {
  timeout: 60_000,
}, async () => {
  const folder = path.join(home, 'died');
  const server = await start(folder);
  await on(server.url, async database => {
    await database.query('CREATE TABLE kept AS SELECT 7 AS number');
    process.kill(await postmasterOf(folder), 'SIGKILL');
    let rows: unknown[] | undefined;
    while (!rows)
      rows = await database.query('SELECT number FROM kept').then(
        result => result.rows,
        () => undefined,
      );
    assert.deepEqual(rows, [{ number: 7 }]);
  });
  await server.stop();
});

test('a process file whose number belongs to another process now does not keep the database from starting', async () => {
  const folder = path.join(home, 'reused');
  await (await start(folder)).stop();
  const stale = [process.ppid, path.join(folder, 'cluster'), 0, 5432, '', '', '', 'ready   '].join('\n');
  await writeFile(path.join(folder, 'cluster', 'postmaster.pid'), stale);
  const server = await start(folder);
  await server.stop();
});

test('a database that cannot start says why', async () => {
  const folder = path.join(home, 'broken');
  await (await start(folder)).stop();
  await rm(path.join(folder, 'cluster', 'PG_VERSION'));
  await assert.rejects(start(folder), /did not start.*PG_VERSION|not a valid data directory/);
});

const isRoot = process.getuid?.() === 0;
test('root in a folder of its own alone: the database goes where its user can', {
  skip: !isRoot && 'needs root',
}, async () => {
  const closed = path.join(home, 'closed');
  const system = path.join(home, 'system');
  await mkdir(closed, { mode: 0o700 });
  const options = { folder: path.join(closed, 'database'), log: quiet, systemFolders: [system] };
  const server = await startEmbeddedPostgres(options);
  await on(server.url, database => database.query('CREATE TABLE kept ()'));
  await server.stop();
  const again = await startEmbeddedPostgres(options);
  await on(again.url, database => database.query('SELECT FROM kept'));
  await again.stop();
  assert.match((await readdir(system)).join(), /^database-[0-9a-f]{12}/);
  await discardEmbeddedPostgres(options.folder);
});
