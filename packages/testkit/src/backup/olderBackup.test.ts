import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import { backup, restore } from '@openhorde/server';
import { MIGRATIONS_FOLDER, migrate } from '@openhorde/server/platform/migrations.ts';
import { testDatabase } from '../testDatabase.ts';

/** The schema before postings knew the balance that they led to. */
const OLD_STEPS = new Set([1, 2, 3, 4, 5, 6]);

const [old, fresh] = [await testDatabase(), await testDatabase()];

test('a backup of an older database goes through the steps that came later', async () => {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'openhorde-older-'));
  try {
    await old.database.query('DROP SCHEMA public CASCADE');
    await old.database.query('CREATE SCHEMA public');
    await migrate(old.database.pool, MIGRATIONS_FOLDER, OLD_STEPS);
    await old.database.query(
      "INSERT INTO kudos_accounts (account, balance) VALUES ('user:0', 7), ('mint', -7)",
    );
    await old.database.query("INSERT INTO kudos_events (event_id, kind) VALUES ('gift', 'admin')");
    await old.database.query(
      "INSERT INTO kudos_postings (event_id, account, amount, entry) VALUES ('gift', 'user:0', 7, 'admin'), ('gift', 'mint', -7, 'admin')",
    );
    const made = path.join(folder, 'made');
    await backup(made, { OPENHORDE_HOME: path.join(folder, 'old'), DATABASE_URL: old.url });
    await restore(made, { OPENHORDE_HOME: path.join(folder, 'new'), DATABASE_URL: fresh.url });
    const { rows } = await fresh.database.query<{ balance: number }>(
      "SELECT balance FROM kudos_postings WHERE account = 'user:0'",
    );
    assert.deepEqual(rows, [{ balance: 7 }]);
    assert.deepEqual(await migrate(fresh.database.pool), [], 'nothing is pending');
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});
