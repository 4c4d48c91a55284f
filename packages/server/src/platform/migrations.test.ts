import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { after, test } from 'node:test';
import { testDatabase } from '@openhorde/testkit';
import { openDatabase } from './db.ts';
import { MigrationError, migrate } from './migrations.ts';

const { database, url } = await testDatabase();
const folders: string[] = [];
after(() => Promise.all(folders.map(folder => rm(folder, { recursive: true }))));

/** A folder with these migrations. */
async function folderOf(files: Record<string, string>): Promise<string> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'openhorde-migrations-'));
  folders.push(folder);
  for (const [name, sql] of Object.entries(files)) await writeFile(path.join(folder, name), sql);
  return folder;
}

/** Runs `work` on an empty schema. */
async function onEmpty(work: () => Promise<void>): Promise<void> {
  await database.query('DROP SCHEMA public CASCADE');
  await database.query('CREATE SCHEMA public');
  await work();
}

async function numbers(): Promise<number[]> {
  const { rows } = await database.query<{ n: number }>('SELECT n FROM numbers ORDER BY n');
  return rows.map(row => row.n);
}

test('pending files are applied once, in order', () =>
  onEmpty(async () => {
    const first = { '0001_make.sql': 'CREATE TABLE numbers (n integer)' };
    const second = { '0002_fill.sql': 'INSERT INTO numbers VALUES (1)', 'README.md': 'not one' };
    assert.deepEqual(await migrate(database.pool, await folderOf(first)), ['0001_make.sql']);
    const both = await folderOf({ ...first, ...second });
    assert.deepEqual(await migrate(database.pool, both), ['0002_fill.sql']);
    assert.deepEqual(await migrate(database.pool, both), []);
    assert.deepEqual(await numbers(), [1]);
  }));

test('nodes that start together apply each file once', () =>
  onEmpty(async () => {
    const folder = await folderOf({
      '0001_make.sql': 'CREATE TABLE numbers (n integer); INSERT INTO numbers VALUES (1)',
      '0002_more.sql': 'INSERT INTO numbers VALUES (2)',
    });
    const nodes = Array.from({ length: 4 }, () => openDatabase({ url, connectionsMax: 1 }));
    const applied = await Promise.all(nodes.map(node => migrate(node.pool, folder)));
    await Promise.all(nodes.map(node => node.close()));
    assert.deepEqual(applied.flat().sort(), ['0001_make.sql', '0002_more.sql']);
    assert.deepEqual(await numbers(), [1, 2]);
  }));

test('a file that fails leaves nothing of itself, and those before it stay', () =>
  onEmpty(async () => {
    const folder = await folderOf({
      '0001_make.sql': 'CREATE TABLE numbers (n integer)',
      '0002_bad.sql': 'INSERT INTO numbers VALUES (1); SELECT 1/0',
    });
    await assert.rejects(
      migrate(database.pool, folder),
      /^MigrationError: 0002_bad.sql failed: division by zero$/,
    );
    assert.deepEqual(await numbers(), []);
    await writeFile(path.join(folder, '0002_bad.sql'), 'INSERT INTO numbers VALUES (2)');
    assert.deepEqual(await migrate(database.pool, folder), ['0002_bad.sql']);
    assert.deepEqual(await numbers(), [2]);
  }));

test('a database that is newer than the program is refused with a sentence', () =>
  onEmpty(async () => {
    const newer = { '0001_make.sql': 'CREATE TABLE numbers (n integer)', '0002_new.sql': 'SELECT 1' };
    await migrate(database.pool, await folderOf(newer));
    const older = await folderOf({ '0001_make.sql': newer['0001_make.sql'] });
    await assert.rejects(migrate(database.pool, older), (error: Error) => {
      assert.ok(error instanceof MigrationError);
      assert.match(error.message, /^The database is newer than this program: it has had 0002_new\.sql/);
      return true;
    });
  }));

test('an applied file that was edited is refused, one with other line ends is not', () =>
  onEmpty(async () => {
    const sql = 'CREATE TABLE numbers\n(n integer)\n';
    const folder = await folderOf({ '0001_make.sql': sql });
    await migrate(database.pool, folder);
    await writeFile(path.join(folder, '0001_make.sql'), sql.replaceAll('\n', '\r\n'));
    assert.deepEqual(await migrate(database.pool, folder), []);
    await writeFile(path.join(folder, '0001_make.sql'), sql.replace('integer', 'bigint'));
    await assert.rejects(migrate(database.pool, folder), /0001_make\.sql .* was edited afterwards/);
  }));

test('two files with one number are refused before anything is applied', () =>
  onEmpty(async () => {
    const folder = await folderOf({
      '0001_a.sql': 'CREATE TABLE numbers (n integer)',
      '0001_b.sql': 'SELECT 1',
    });
    await assert.rejects(migrate(database.pool, folder), /0001_a\.sql and 0001_b\.sql have the same number/);
    await assert.rejects(numbers());
  }));
