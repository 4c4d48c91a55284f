import { createWriteStream } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import type pg from 'pg';
import { to as copyTo } from 'pg-copy-streams';
import { type AppliedMigration, DATABASE_FOLDER, type Manifest } from './manifest.ts';
import { quoted, readSequences, readTables, type Table } from './tables.ts';

/** Rows shrink to a fifth at the quickest level; the better ones cost a running node its processor. */
const GZIP_LEVEL = 1;

export const dumpFile = (table: string): string => `${table}.copy.gz`;

/**
 * Writes all rows to `<folder>/database`, as they were at one moment: one repeatable-read transaction sees none of what a
 * running node commits meanwhile, and holds up nobody. PostgreSQL's own `pg_dump` is not in the embedded package.
 */
export async function dumpDatabase(
  pool: pg.Pool,
  folder: string,
): Promise<Pick<Manifest, 'migrations' | 'tables' | 'sequences'>> {
  await mkdir(path.join(folder, DATABASE_FOLDER), { recursive: true, mode: 0o700 });
  const client = await pool.connect();
  let isBroken = true;
  try {
    await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY');
    const migrations = await readHistory(client);
    const tables: Record<string, number> = {};
    for (const table of await readTables(client)) {
      tables[table.name] = await dumpTable(client, table, path.join(folder, DATABASE_FOLDER));
    }
    // Sequences know no snapshots: read last, they stand at or beyond every number in the rows.
    const sequences = await readSequences(client);
    await client.query('COMMIT');
    isBroken = false;
    return { migrations, tables, sequences };
  } finally {
    client.release(isBroken);
  }
}

async function readHistory(client: pg.PoolClient): Promise<AppliedMigration[]> {
  const { rows } = await client.query<AppliedMigration>(
    'SELECT number, file, checksum FROM schema_migrations ORDER BY number',
  );
  return rows;
}

/** @returns how many rows it had */
async function dumpTable(client: pg.PoolClient, { name, columns }: Table, folder: string): Promise<number> {
  const copy = client.query(copyTo(`COPY ${quoted(name)} (${columns.join(', ')}) TO STDOUT`));
  await pipeline(
    copy,
    createGzip({ level: GZIP_LEVEL }),
    createWriteStream(path.join(folder, dumpFile(name)), { mode: 0o600 }),
  );
  return copy.rowCount;
}
