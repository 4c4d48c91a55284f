import { readFile } from 'node:fs/promises';
import path from 'node:path';

// What lies in a backup:
//   manifest.json            this record; written last, so that a folder without it is no backup
//   files.jsonl              one line for each file below, with its size and checksum
//   database/<table>.copy.gz the rows of a table, as PostgreSQL's COPY writes them
//   home/…                   secrets, first account, settings, documents and news
//   objects/…                images, as the file store keeps them

/** A backup cannot be made, or cannot be restored. The message is a sentence for the operator. */
export class BackupError extends Error {
  override name = 'BackupError';
}

export interface AppliedMigration {
  number: number;
  file: string;
  /** SHA-256 of its SQL. */
  checksum: string;
}

export interface Manifest {
  /** Of this layout. */
  format: 1;
  /** Version of the program that made it. */
  program: string;
  /** ISO 8601. */
  madeAt: string;
  /** What the database had gone through. */
  migrations: AppliedMigration[];
  /** Rows of each table. */
  tables: Record<string, number>;
  /** Where each sequence stands, so that no number is given twice. */
  sequences: Record<string, number>;
  /** Tells whether a server secret is the one that the keys of this backup are salted with. */
  secretMark: string;
  /** All other files: how many, their size in bytes, and the SHA-256 of `files.jsonl`. */
  files: { count: number; sizeBytes: number; sha256: string };
}

export const FORMAT = 1;
export const MANIFEST_FILE = 'manifest.json';
export const LIST_FILE = 'files.jsonl';
export const DATABASE_FOLDER = 'database';
export const HOME_FOLDER = 'home';
export const OBJECTS_FOLDER = 'objects';

/** @throws BackupError when the folder holds no backup that this program can read */
export async function readManifest(folder: string): Promise<Manifest> {
  const file = path.join(folder, MANIFEST_FILE);
  const text = await readFile(file, 'utf8').catch(() => {
    throw new BackupError(`${folder} is no backup: there is no ${MANIFEST_FILE} in it.`);
  });
  const content = parse(text);
  if (content === undefined) throw new BackupError(`${file} is damaged. Take another backup.`);
  if (content.format > FORMAT) {
    throw new BackupError(
      `The backup was made by version ${content.program}, which is newer than this program. Restore it with that version.`,
    );
  }
  return content;
}

/** The checksums of the files stand behind the manifest's; the manifest itself only has to have the right shape. */
function parse(text: string): Manifest | undefined {
  try {
    const content = JSON.parse(text) as Manifest;
    const { format, migrations, tables, sequences, secretMark, files } = content;
    const isOurs =
      typeof format === 'number' &&
      Array.isArray(migrations) &&
      isRecord(tables) &&
      isRecord(sequences) &&
      typeof secretMark === 'string' &&
      isRecord(files);
    return isOurs ? content : undefined;
  } catch {
    return undefined;
  }
}

const isRecord = (value: unknown): boolean => typeof value === 'object' && value !== null;
