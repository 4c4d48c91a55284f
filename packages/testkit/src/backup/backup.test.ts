import assert from 'node:assert/strict';
import { appendFile, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { after, before, describe, test } from 'node:test';
import { backup, createLog, type Environment, restore, type Server, startServer } from '@openhorde/server';
import { openDatabase } from '@openhorde/server/platform/db.ts';
import { world as realWorld } from '@openhorde/server/platform/world.ts';
import { assertCleanBooks } from '../books.ts';
import { ask, dreamer } from '../depth/play.ts';
import { STORIES } from '../stories/playFile.ts';
import { createDatabase } from '../testDatabase.ts';
import { startTestHorde, type TestHorde, type TestUser } from '../testHorde.ts';
import { answersOf } from './answers.ts';

// Answers in "seconds since" are equal on both hordes only while their clocks stand still.
let nowMs = Date.now();
const world = { ...realWorld, now: () => nowMs };
const IMAGE_MODELS = path.join(STORIES, 'image-models.json');
const IMAGE = Buffer.from(
  'RIFF\x1a\0\0\0WEBPVP8L\x0d\0\0\0\x2f\0\0\0\x10\x07\x10\x11\x11\x88\x88\xfe\x07\0',
  'latin1',
);

let folder: string;
let horde: TestHorde;
let ada: TestUser;
let bo: TestUser;
let asked: string[];
let made: string;
const clean: (() => unknown)[] = [];

before(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'openhorde-backup-'));
  horde = await startTestHorde({ IMAGE_MODELS }, { world });
  await mkdir(path.join(horde.home, 'documents'));
  await mkdir(path.join(horde.home, 'news'));
  await writeFile(path.join(horde.home, 'documents', 'terms.md'), '# Be kind');
  await writeFile(path.join(horde.home, 'news', '2026-01-02-open.md'), '# We are open\n\nCome in.');
  ada = await horde.user({ username: 'Ada', kudos: 1000 });
  bo = await horde.user({ username: 'Bo', trusted: true });
  const sent = await horde.call('POST', '/kudos/transfer', {
    apikey: ada.apikey,
    body: { username: bo.alias, amount: 40 },
  });
  assert.equal(sent.status, 200, JSON.stringify(sent.body));
  const request = { models: ['Deliberate'], r2: true };
  const done = await ask(horde, ada, request);
  const { pop, submit } = dreamer(horde, bo, { name: 'Lamp' });
  const job = await pop();
  const upload = await fetch(String(job.r2_upload), { method: 'PUT', body: IMAGE });
  assert.equal(upload.status, 200);
  await submit(job.id ?? undefined, { generation: 'R2' });
  nowMs += 1000;
  const waiting = await ask(horde, ada, request);
  asked = [done.id!, waiting.id!];
  made = path.join(folder, 'one');
  await backup(made, place(horde.home, horde.databaseUrl));
});

after(async () => {
  for (const tidy of clean.reverse()) await tidy();
  await horde.stop();
  await rm(folder, { recursive: true, force: true });
});

const place = (home: string, databaseUrl: string): Environment => ({
  OPENHORDE_HOME: home,
  DATABASE_URL: databaseUrl,
});

/** An empty home and an empty database. */
async function freshPlace(): Promise<Environment> {
  const home = await mkdtemp(path.join(folder, 'home-'));
  const { url, drop } = await createDatabase();
  clean.push(drop);
  return place(home, url);
}

function start(environment: Environment): Promise<Server> {
  const settings = { PORT: '0', RATE_LIMITS: 'off', DEV_TEST_USERS: '1', IMAGE_MODELS };
  return startServer({ environment: { ...settings, ...environment }, log: createLog('error'), world });
}

async function assertBooks(environment: Environment): Promise<void> {
  const { postings, events } = await assertCleanBooks(environment);
  assert.ok(postings > 0 && events > 0);
}

describe('a horde that was backed up while it ran, wiped and restored', () => {
  test('says the same to the same people, and goes on', async () => {
    const paths = [
      '/find_user',
      `/users/${ada.id}`,
      `/users/${bo.id}`,
      `/users/${ada.id}/ledger`,
      ...asked.map(id => `/generate/status/${id}`),
      '/workers',
      '/status/performance',
      '/stats/img/totals',
      '/documents/terms?format=markdown',
      '/status/news',
    ];
    const before = await answersOf(horde.url, paths, ada);
    const environment = await freshPlace();
    await restore(made, environment);
    const restored = await start(environment);
    try {
      assert.deepEqual(await answersOf(restored.url, paths, ada), before);
      const [generation] = (before[`/generate/status/${asked[0]}`] as { generations: { img: string }[] })
        .generations;
      const image = await fetch(restored.url + generation!.img);
      assert.deepEqual(Buffer.from(await image.arrayBuffer()), IMAGE);
      const cy = await restored.features.accounts.create({ username: 'Cy' });
      assert.ok(cy!.user.id > bo.id, 'no number is given twice');
      const sent = await fetch(`${restored.url}/api/v2/kudos/transfer`, {
        method: 'POST',
        headers: { apikey: bo.apikey, 'content-type': 'application/json' },
        body: JSON.stringify({ username: cy!.user.alias, amount: 10 }),
      });
      assert.equal(sent.status, 200, await sent.text());
    } finally {
      await restored.stop();
    }
    await assertBooks(environment);
  });

  test('has books that are right, whatever was booked meanwhile', async () => {
    const busy = path.join(folder, 'busy');
    let isOver = false;
    const give = async () => {
      while (!isOver) await horde.features.accounts.giveKudos(ada.id, 100);
    };
    const givers = [give(), give(), give(), give()];
    await backup(busy, place(horde.home, horde.databaseUrl));
    isOver = true;
    await Promise.all(givers);
    const environment = await freshPlace();
    await restore(busy, environment);
    await assertBooks(environment);
  });
});

describe('a backup is refused', () => {
  const refuses = (where: string, environment: Environment, sentence: RegExp) =>
    assert.rejects(restore(where, environment), { name: 'BackupError', message: sentence });

  /** A backup of its own, to spoil. */
  async function another(name: string): Promise<string> {
    const where = path.join(folder, name);
    await backup(where, place(horde.home, horde.databaseUrl));
    return where;
  }

  test('where a horde lives, unless it is forced', async () => {
    const environment = await freshPlace();
    await restore(made, environment);
    await refuses(made, environment, /There is a horde in this database already/);
    await restore(made, environment, { force: true });
    await assertBooks(environment);
  });

  test('while a node is running', () =>
    refuses(made, place(horde.home, horde.databaseUrl), /A node of this horde is running/));

  test('when a file has changed, or is missing', async () => {
    const where = await another('damaged');
    await appendFile(path.join(where, 'database', 'users.copy.gz'), 'x');
    await refuses(where, await freshPlace(), /database\/users\.copy\.gz is missing or has changed/);
    await rm(path.join(where, 'database'), { recursive: true });
    await refuses(where, await freshPlace(), /The backup is damaged/);
  });

  test('when its database is newer than the program', async () => {
    const where = await another('newer');
    const file = path.join(where, 'manifest.json');
    const manifest = JSON.parse(await readFile(file, 'utf8'));
    manifest.migrations.push({ number: 9999, file: '9999_later.sql', checksum: '' });
    await writeFile(file, JSON.stringify(manifest));
    await refuses(where, await freshPlace(), /9999_later\.sql; this program does not know that step/);
  });

  test('with another secret than the one that its keys were made with', async () => {
    const environment = { ...(await freshPlace()), SERVER_SECRET: 'a secret of another horde' };
    await refuses(made, environment, /SERVER_SECRET is not the one/);
  });

  test('when it is none', async () =>
    refuses(folder, await freshPlace(), /is no backup: there is no manifest\.json/));

  test('a refused one has touched nothing', async () => {
    const environment = await freshPlace();
    await refuses(folder, environment, /is no backup/);
    const database = openDatabase({ url: environment.DATABASE_URL!, connectionsMax: 1 });
    const { rows } = await database.query('SELECT FROM users').finally(database.close);
    assert.equal(rows.length, 1);
  });

  test('and none is made into a folder that holds something', () =>
    assert.rejects(backup(made, place(horde.home, horde.databaseUrl)), {
      name: 'BackupError',
      message: /is not empty/,
    }));
});
