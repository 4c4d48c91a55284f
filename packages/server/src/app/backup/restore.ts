import { rm, utimes } from 'node:fs/promises';
import path from 'node:path';
import type pg from 'pg';
import { findRunningPostgres } from '../../platform/postgres/embeddedPostgres.ts';
import { type Config, validateConfig } from '../config.ts';
import { type Closers, closeAll, databaseFolder, reachDatabase } from '../database.ts';
import type { Environment } from '../env.ts';
import { toolLog } from '../toolLog.ts';
import { copyFile, type FileEntry, filesBelow, verifyFiles } from './files.ts';
import { assertKnown, loadDatabase } from './load.ts';
import { BackupError, HOME_FOLDER, type Manifest, OBJECTS_FOLDER, readManifest } from './manifest.ts';
import { assertSecret } from './secretMark.ts';

export interface RestoreOptions {
  /** Whether what is there may be replaced. Default false. */
  force?: boolean;
}

/** Settings belong to the machine: the old ones may name a database that is not this one. */
const SETTINGS = `${HOME_FOLDER}/config.json`;

/**
 * Makes a horde out of a backup, in the home folder and the database of the environment. Everything about the backup is
 * looked at before anything is touched; the rows go in by one transaction. Work that was running when the
 * backup was made goes on as after a crash: it is done, given to another worker, or expires.
 * @throws BackupError when the backup is damaged or too new, when a node is running, or when there is a horde already
 */
export async function restore(
  folder: string,
  environment: Environment,
  { force = false }: RestoreOptions = {},
): Promise<Manifest> {
  const source = path.resolve(folder);
  const manifest = await readManifest(source);
  await assertKnown(manifest);
  const files = await verifyFiles(source, manifest);
  await assertSecret(source, manifest, environment);
  const config = validateConfig(environment);
  const databaseUrl = environment.DATABASE_URL;
  if (databaseUrl === undefined && (await findRunningPostgres(databaseFolder(config)))) throw running();
  const closers: Closers = [];
  try {
    const { db } = await reachDatabase(
      config,
      databaseUrl === undefined ? {} : { databaseUrl },
      toolLog(),
      closers,
    );
    await assertAlone(db.pool);
    if (!force) await assertEmpty(db.pool, config);
    await loadDatabase(db.pool, source, manifest);
    await putFiles(source, files, config);
    return manifest;
  } finally {
    await closeAll(closers);
  }
}

const running = () => new BackupError('A node of this horde is running. Stop every node, then restore.');

async function assertAlone(pool: pg.Pool): Promise<void> {
  const { rows } = await pool.query(
    `SELECT FROM pg_stat_activity
     WHERE datname = current_database() AND application_name = current_setting('application_name')
       AND pid <> pg_backend_pid() LIMIT 1`,
  );
  if (rows.length > 0) throw running();
}

/** Empty means as a first start leaves it: the schema, without accounts. */
async function assertEmpty(pool: pg.Pool, { home }: Config): Promise<void> {
  const { rows } = await pool.query<{ there: boolean }>("SELECT to_regclass('users') IS NOT NULL AS there");
  const { rows: people } = rows[0]?.there
    ? await pool.query('SELECT FROM users WHERE id > 0 LIMIT 1')
    : { rows: [] };
  const images = await filesBelow(path.join(home, 'objects'));
  if (people.length === 0 && images.length === 0) return;
  throw new BackupError(
    people.length > 0
      ? 'There is a horde in this database already. --force replaces it; back it up first.'
      : `There are images in ${path.join(home, 'objects')} already. --force replaces them; back them up first.`,
  );
}

async function putFiles(source: string, files: readonly FileEntry[], { home }: Config): Promise<void> {
  await rm(path.join(home, 'objects'), { recursive: true, force: true });
  for (const file of files) {
    const target = targetOf(file, home);
    if (target === undefined) continue;
    await copyFile(path.join(source, ...file.path.split('/')), target);
    // The backup itself may have been copied by something that does not keep times.
    await utimes(target, file.modifiedAt / 1000, file.modifiedAt / 1000);
  }
}

function targetOf({ path: file }: FileEntry, home: string): string | undefined {
  const [first, ...rest] = file.split('/');
  if (first === OBJECTS_FOLDER) return path.join(home, 'objects', ...rest);
  if (first === HOME_FOLDER && file !== SETTINGS) return path.join(home, ...rest);
  return undefined;
}
