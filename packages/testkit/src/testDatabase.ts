import { randomBytes } from 'node:crypto';
import { after } from 'node:test';
import { type Database, openDatabase } from '@openhorde/server/platform/db.ts';
import { databaseUrl, startTestServer, TEMPLATE, TEST_DATABASE_URL, type TestServer } from './testServer.ts';

/** A database of one's own, freshly migrated. */
export interface TestDatabase {
  url: string;
  database: Database;
  /** Closes the pool and deletes the database; also those connections that others still hold to it. */
  drop(): Promise<void>;
}

/**
 * A fresh database for the test file that calls it, at its top level; dropped when the file's tests are over.
 * Costs 50 to 120 ms with the global setup; a file that is run alone starts a server of its own (0.7 s).
 */
export async function testDatabase(): Promise<TestDatabase> {
  const made = await createDatabase();
  after(made.drop);
  return made;
}

/** A fresh database for callers outside test files, such as benches: the caller drops it. */
export async function createDatabase(): Promise<TestDatabase> {
  const serverUrl = await borrowServer();
  const name = `test_${randomBytes(8).toString('hex')}`;
  // Copying the files is the faster way for a small template, and the server does not sync.
  await onMaintenance(serverUrl, `CREATE DATABASE ${name} TEMPLATE ${TEMPLATE} STRATEGY file_copy`);
  const url = databaseUrl(serverUrl, name);
  const database = openDatabase({ url });
  let dropping: Promise<void> | undefined;
  async function drop(): Promise<void> {
    await database.close();
    await onMaintenance(serverUrl, `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
    await returnServer();
  }
  return { url, database, drop: () => (dropping ??= drop()) };
}

async function onMaintenance(serverUrl: string, sql: string): Promise<void> {
  const maintenance = openDatabase({ url: serverUrl, connectionsMax: 1 });
  try {
    await maintenance.query(sql);
  } finally {
    await maintenance.close();
  }
}

// Without the global setup this process has its own server, from the first database to the last.
let own: Promise<TestServer> | undefined;
let borrowed = 0;

async function borrowServer(): Promise<string> {
  const shared = process.env[TEST_DATABASE_URL];
  if (shared) return shared;
  borrowed += 1;
  own ??= startTestServer();
  return (await own).url;
}

async function returnServer(): Promise<void> {
  if (!own) return;
  borrowed -= 1;
  if (borrowed > 0) return;
  const ending = own;
  own = undefined;
  await (await ending).stop();
}
