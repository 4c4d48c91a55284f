import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { type AddressInfo, createServer } from 'node:net';
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
  /** Starts a server, lets `use` act on its output, and stops it. */
  async function run(
    use: (printed: string) => Promise<void>,
    more: Record<string, string> = {},
  ): Promise<string> {
    const env = {
      ...process.env,
      OPENHORDE_HOME: home,
      DATABASE_URL: url,
      PORT: '0',
      LOG_LEVEL: 'info',
      ...more,
    };
    const child = spawn(process.execPath, [MAIN, 'server', '--no-pages'], { env });
    const errors = text(child.stderr);
    const closed = once(child, 'close');
    let printed = '';
    try {
      for await (const chunk of child.stdout.setEncoding('utf8')) {
        printed += chunk;
        if (!/OpenHorde is listening on [\s\S]*\n$/.test(printed)) continue;
        await use(printed);
        break;
      }
    } finally {
      child.kill('SIGTERM');
      await closed;
    }
    assert.equal(await errors, '');
    for (const line of printed.trimEnd().split('\n')) assert.ok(JSON.parse(line).msg, line);
    return printed;
  }
  try {
    await run(async printed => {
      const address = /http:[^\s"]+\/first-administrator\/[^\s"]+/.exec(printed)?.[0] ?? '';
      const answer = await fetch(address, { method: 'POST', body: new URLSearchParams({ username: 'Ada' }) });
      assert.equal(answer.status, 200);
    });
    const { rows } = await database.query('SELECT username FROM users WHERE admin');
    assert.deepEqual(rows, [{ username: 'Ada' }]);
    assert.doesNotMatch(await run(async () => {}), /administrator/);
    const everywhere = await run(async () => {}, { HOST: '0.0.0.0', ALLOWED_HOSTS: 'horde.lan' });
    assert.match(
      everywhere,
      /listening on http:\/\/127\.0\.0\.1:\d+; others reach it by http:\/\/horde\.lan:\d+/,
    );
  } finally {
    await rm(home, { recursive: true, force: true });
  }
});

/** Runs a command that is to fail before it begins, with no database in its reach. */
async function complaintOf(command: string, env: Record<string, string>): Promise<string> {
  const child = spawn(process.execPath, [MAIN, command], {
    env: { ...process.env, DATABASE_URL: 'postgresql://nobody@127.0.0.1:1/none', ...env },
  });
  const [said, complained] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, 'close'),
  ]);
  assert.equal(child.exitCode, 2);
  assert.doesNotMatch(said + complained, /\n\s+at /, 'no stack');
  return complained.trimEnd();
}

test('a port that is in use is told before there is a database', async () => {
  const home = await mkdtemp(path.join(os.tmpdir(), 'openhorde-server-'));
  const other = createServer().listen(0, '127.0.0.1');
  try {
    await once(other, 'listening');
    const PORT = String((other.address() as AddressInfo).port);
    const complaint = await complaintOf('server', { OPENHORDE_HOME: home, PORT });
    assert.match(complaint, new RegExp(`^Port ${PORT} of 127\\.0\\.0\\.1 is in use, .*with PORT\\.$`));
    assert.deepEqual(await readdir(home), []);
    const elsewhere = await complaintOf('server', { OPENHORDE_HOME: home, HOST: '203.0.113.7' });
    assert.match(elsewhere, /^HOST is 203\.0\.113\.7, which is no address of this machine/);
  } finally {
    other.close();
    await rm(home, { recursive: true, force: true });
  }
});

test('a home that cannot be written is told as a sentence', async () => {
  for (const command of ['server', 'up']) {
    const complaint = await complaintOf(command, { OPENHORDE_HOME: path.join(MAIN, 'data') });
    assert.match(
      complaint,
      /A file is in the way of the folder .*data\. Name another folder with OPENHORDE_HOME\.$/,
    );
  }
});
