import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import type pg from 'pg';

/** Where the numbered `NNNN_name.sql` files lie. */
export const MIGRATIONS_FOLDER = path.join(import.meta.dirname, 'migrations');

/** The database and the code do not fit each other. The message is a sentence for the operator. */
export class MigrationError extends Error {
  override name = 'MigrationError';
}

export interface Migration {
  number: number;
  file: string;
  sql: string;
  /** SHA-256 of the SQL. */
  checksum: string;
}

// Any constant will do; every node takes the same one.
const LOCK = 7_001_001;

/**
 * Brings the database to the newest schema: each pending file in its own transaction, in order. Nodes that start
 * together wait for each other on an advisory lock.
 * @param only numbers to apply, as an older database had them; default: all
 * @returns names of the files it applied.
 * @throws MigrationError when the database is newer than this code, or an applied file was edited since.
 */
export async function migrate(
  pool: pg.Pool,
  folder = MIGRATIONS_FOLDER,
  only?: ReadonlySet<number>,
): Promise<string[]> {
  const migrations = await readMigrations(folder);
  const client = await pool.connect();
  try {
    await client.query('SELECT pg_advisory_lock($1)', [LOCK]);
    await client.query(`CREATE TABLE IF NOT EXISTS schema_migrations (
      number integer PRIMARY KEY, file text NOT NULL, checksum text NOT NULL,
      applied_at timestamptz NOT NULL DEFAULT now())`);
    const applied = await client.query<{ number: number; file: string; checksum: string }>(
      'SELECT number, file, checksum FROM schema_migrations ORDER BY number',
    );
    checkHistory(applied.rows, migrations);
    const done = new Set(applied.rows.map(row => row.number));
    const pending = migrations.filter(({ number }) => !done.has(number) && (only?.has(number) ?? true));
    for (const migration of pending) await apply(client, migration);
    return pending.map(migration => migration.file);
  } finally {
    // Ends the session and with it the lock, whatever state a failure left the connection in.
    client.release(true);
  }
}

function checkHistory(
  applied: { number: number; file: string; checksum: string }[],
  known: Migration[],
): void {
  const byNumber = new Map(known.map(migration => [migration.number, migration]));
  for (const row of applied) {
    const migration = byNumber.get(row.number);
    if (!migration) {
      throw new MigrationError(
        `The database is newer than this program: it has had ${row.file}, which this version does not know. Start a newer version, or restore a backup from before the upgrade.`,
      );
    }
    if (migration.checksum !== row.checksum) {
      throw new MigrationError(
        `${migration.file} is not the file that was applied to this database: it was edited afterwards. Put the original back and make the change in a new numbered file.`,
      );
    }
  }
}

async function apply(client: pg.PoolClient, migration: Migration): Promise<void> {
  try {
    await client.query('BEGIN');
    await client.query(migration.sql);
    await client.query('INSERT INTO schema_migrations (number, file, checksum) VALUES ($1, $2, $3)', [
      migration.number,
      migration.file,
      migration.checksum,
    ]);
    await client.query('COMMIT');
  } catch (error) {
    await client.query('ROLLBACK').catch(() => {});
    throw new MigrationError(`${migration.file} failed: ${error instanceof Error ? error.message : error}`, {
      cause: error,
    });
  }
}

/** All migrations of a folder, in order. */
export async function readMigrations(folder = MIGRATIONS_FOLDER): Promise<Migration[]> {
  const files = (await readdir(folder)).filter(file => /^\d{4}_.+\.sql$/.test(file)).sort();
  const migrations = await Promise.all(
    files.map(async file => {
      // A checkout on Windows may have changed the line ends; that is not an edit.
      const sql = (await readFile(path.join(folder, file), 'utf8')).replaceAll('\r\n', '\n');
      const checksum = createHash('sha256').update(sql).digest('hex');
      return { number: Number(file.slice(0, 4)), file, sql, checksum };
    }),
  );
  for (const [index, migration] of migrations.entries()) {
    const previous = migrations[index - 1];
    if (previous?.number === migration.number) {
      throw new MigrationError(`${previous.file} and ${migration.file} have the same number.`);
    }
  }
  return migrations;
}
