import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { startTestHorde, type TestHorde, type TestUser, until } from '@openhorde/testkit';

// A worker with the file of an AI Horde worker, as its owner has it, against a running horde.

const MAIN = fileURLToPath(new URL('../openhorde.ts', import.meta.url));
const FILE = fileURLToPath(new URL('../../../worker/src/testing/bridgeData.reGen.yaml', import.meta.url));

let horde: TestHorde;
let ada: TestUser;
let home: string;

before(async () => {
  horde = await startTestHorde();
  ada = await horde.user({ username: 'Ada' });
  home = await mkdtemp(path.join(os.tmpdir(), 'openhorde-volunteer-'));
});

after(async () => {
  await horde.stop();
  await rm(home, { recursive: true, force: true });
});

function start(settings: Record<string, string>) {
  const env = {
    ...process.env,
    OPENHORDE_HOME: home,
    AI_HORDE_URL: horde.url,
    AIWORKER_API_KEY: ada.apikey,
    ...settings,
  };
  const child = spawn(process.execPath, [MAIN, 'worker', '--config', FILE], { env });
  const closed = once(child, 'close');
  return { child, closed, said: text(child.stdout), complained: text(child.stderr) };
}

const workerIsThere = async (name: string) =>
  (await horde.call('GET', `/workers/name/${encodeURIComponent(name)}`)).status === 200;

test('it works, and settings without a meaning are named once', async () => {
  const worker = start({});
  await until('the worker is there', () => workerIsThere('An Awesome Dreamer'));
  worker.child.kill('SIGTERM');
  await worker.closed;
  const said = await worker.said;
  assert.equal(worker.child.exitCode, 0);
  assert.equal(said.match(/safety_on_gpu/g)?.length, 1);
  assert.match(said, /An Awesome Dreamer works for/);
  assert.equal(await worker.complained, '');
});

test('a wrong key, a taken name and a missing model end it with a sentence and exit code 2', async () => {
  const bo = await horde.user({ username: 'Bo' });
  const pop = { name: 'Taken', models: ['stable_diffusion'], bridge_agent: 'AI Horde Worker reGen:13.0.0:x' };
  assert.equal((await horde.call('POST', '/generate/pop', { apikey: bo.apikey, body: pop })).status, 200);
  for (const [settings, sentence] of [
    [{ AIWORKER_API_KEY: 'k'.repeat(22) }, /^api_key: .*No user/],
    [{ AIWORKER_DREAMER_NAME: 'Taken' }, /^dreamer_name: another user has a worker of this name/],
    [{ AIWORKER_MODELS_TO_LOAD: '[gone]' }, /^models_to_load: .*the engine has emoji-64/],
  ] as const) {
    const worker = start(settings);
    await worker.closed;
    const complained = (await worker.complained).trimEnd();
    assert.match(complained, sentence);
    assert.equal(complained.split('\n').length, 1, 'no stack');
    assert.equal(worker.child.exitCode, 2);
  }
});
