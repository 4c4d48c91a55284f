import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { testDatabase } from '@openhorde/testkit';

const MAIN = fileURLToPath(new URL('../openhorde.ts', import.meta.url));

test('a server without an administrator prints where the first one is made, until there is one', async () => {
  const { database, url } = await testDatabase();
  const home = await mkdtemp(path.join(os.tmpdir(), 'openhorde-server-'));
  /** Starts a server, lets `use` act on what it has printed, and stops it. */
  async function run(use: (printed: string) => Promise<void>): Promise<string> {
    const env = { ...process.env, OPENHORDE_HOME: home, DATABASE_URL: url, PORT: '0', LOG_LEVEL: 'error' };
    const child = spawn(process.execPath, [MAIN, 'server', '--no-pages'], { env });
    const errors = text(child.stderr);
    const closed = once(child, 'close');
    let printed = '';
    try {
      for await (const chunk of child.stdout.setEncoding('utf8')) {
        printed += chunk;
        if (!/listening on [\s\S]*\n$/.test(printed)) continue;
        await use(printed);
        break;
      }
    } finally {
      child.kill('SIGTERM');
      await closed;
    }
    assert.equal(await errors, '');
    return printed;
  }
  try {
    await run(async printed => {
      const address = /http:\S+\/first-administrator\/\S+/.exec(printed)?.[0] ?? '';
      const answer = await fetch(address, { method: 'POST', body: new URLSearchParams({ username: 'Ada' }) });
      assert.equal(answer.status, 200);
    });
    const { rows } = await database.query('SELECT username FROM users WHERE admin');
    assert.deepEqual(rows, [{ username: 'Ada' }]);
    assert.doesNotMatch(await run(async () => {}), /administrator/);
  } finally {
    await rm(home, { recursive: true, force: true });
  }
});
