import { createReadStream } from 'node:fs';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import type pg from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import { MIGRATIONS_FOLDER, migrate, readMigrations } from '../../platform/migrations.ts';
import { dumpFile } from './dump.ts';
import { BackupError, DATABASE_FOLDER, type Manifest } from './manifest.ts';
import { quoted, readTables, type Table } from './tables.ts';

/** @throws BackupError when the backup has had migrations that this program does not know, or knows differently */
export async function assertKnown({ migrations, program }: Manifest): Promise<void> {
  const known = new Map((await readMigrations()).map(migration => [migration.number, migration.checksum]));
  const stranger = migrations.find(({ number, checksum }) => known.get(number) !== checksum);
  if (!stranger) return;
  throw new BackupError(
    `The backup was made by version ${program}, whose database has had ${stranger.file}; this program does not know that step. Restore it with that version, or with a newer one.`,
  );
}

/**
 * Puts the rows of a backup in place of whatever is there. The schema is brought to where the backup's was, so that the
 * steps that came later change the restored rows as they would have changed the horde's own.
 */
export async function loadDatabase(pool: pg.Pool, folder: string, manifest: Manifest): Promise<void> {
  await dropTables(pool);
  await migrate(pool, MIGRATIONS_FOLDER, new Set(manifest.migrations.map(({ number }) => number)));
  const client = await pool.connect();
  let isBroken = true;
  try {
    await client.query('BEGIN');
    const tables = await readTables(client);
    // What the migrations themselves put there stands in the backup, too.
    await client.query(`TRUNCATE ${tables.map(({ name }) => quoted(name)).join(', ')}`);
    for (const table of tables) await loadTable(client, table, folder, manifest);
    for (const [name, last] of Object.entries(manifest.sequences)) {
      await client.query('SELECT setval($1::regclass, $2)', [quoted(name), last]);
    }
    await client.query('COMMIT');
    isBroken = false;
  } finally {
    client.release(isBroken);
  }
  await migrate(pool);
}

/** The migrations make nothing but tables and what belongs to them. */
async function dropTables(pool: pg.Pool): Promise<void> {
  const { rows } = await pool.query<{ tablename: string }>(
    'SELECT tablename FROM pg_tables WHERE schemaname = current_schema()',
  );
  if (rows.length === 0) return;
  await pool.query(`DROP TABLE ${rows.map(({ tablename }) => quoted(tablename)).join(', ')} CASCADE`);
}

async function loadTable(
  client: pg.PoolClient,
  { name, columns }: Table,
  folder: string,
  manifest: Manifest,
): Promise<void> {
  const copy = client.query(copyFrom(`COPY ${quoted(name)} (${columns.join(', ')}) FROM STDIN`));
  await pipeline(createReadStream(path.join(folder, DATABASE_FOLDER, dumpFile(name))), createGunzip(), copy);
  if (copy.rowCount !== manifest.tables[name]) {
    throw new BackupError(
      `The table ${name} has ${copy.rowCount} rows in the backup, not ${manifest.tables[name]}. Take another backup.`,
    );
  }
}
