import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { promisify } from 'node:util';
import { buildPackage } from '../../../scripts/buildPackages.ts';
import { type Reply, startStandIn } from './testing/standIn.ts';

// The packages as strangers get them: packed, put into an empty project, and the programs of their READMEs run there,
// by the Node of this project and by the machine's own.

const run = promisify(execFile);
const root = path.join(import.meta.dirname, '../../..');
let project: string;

before(async () => {
  project = await mkdtemp(path.join(tmpdir(), 'openhorde-packages-'));
  await writeFile(
    path.join(project, 'package.json'),
    '{ "name": "empty", "private": true, "type": "module" }',
  );
  for (const name of ['contract', 'sdk'] as const) {
    const { stdout } = await run('npm', ['pack', '--silent', await buildPackage(name)], { cwd: project });
    const folder = path.join(project, 'node_modules/@openhorde', name);
    await mkdir(folder, { recursive: true });
    await run('tar', ['-xzf', stdout.trim(), '-C', folder, '--strip-components=1'], { cwd: project });
  }
  // What npm would fetch.
  await symlink(path.join(root, 'node_modules/typebox'), path.join(project, 'node_modules/typebox'), 'dir');
});
after(() => rm(project, { recursive: true, force: true }));

/** The first program of a README. */
async function programOf(name: 'contract' | 'sdk'): Promise<string> {
  const readme = await readFile(path.join(project, 'node_modules/@openhorde', name, 'README.md'), 'utf8');
  return /```js\n(.*?)```/s.exec(readme)?.[1] ?? assert.fail(`the README of ${name} has no program`);
}

/** This project's Node, and the first one of the PATH that npm has not put there. */
function nodes(): string[] {
  const own = (process.env.PATH ?? '')
    .split(path.delimiter)
    .filter(folder => !folder.includes('node_modules'))
    .map(folder => path.join(folder, 'node'))
    .find(file => existsSync(file));
  return [process.execPath, ...(own === undefined ? [] : [own])];
}

const CHECKED = { done: true, faulted: false, wait_time: 0, queue_position: 0, processing: 0 };

function answer({ method, path: asked }: { method: string; path: string }): Reply {
  if (method === 'POST') return { json: { id: 'request-1', kudos: 20 } };
  if (asked.includes('/events/')) return { status: 404, json: { message: 'Not found' } };
  if (asked.includes('/check/')) return { json: CHECKED };
  return {
    json: { ...CHECKED, generations: [{ id: 'picture-1', img: Buffer.from('RIFF').toString('base64') }] },
  };
}

test('the SDK: nothing to install beside it, and its first program brings a picture', async () => {
  const { dependencies } = JSON.parse(
    await readFile(path.join(project, 'node_modules/@openhorde/sdk/package.json'), 'utf8'),
  );
  assert.equal(dependencies, undefined);
  for (const node of nodes()) {
    await using horde = await startStandIn(answer);
    const program = (await programOf('sdk')).replace('http://127.0.0.1:7001', horde.url);
    await writeFile(path.join(project, 'picture.js'), program);
    const { stdout } = await run(node, ['picture.js'], { cwd: project });
    assert.match(stdout, /request request-1, 20 kudos/);
    assert.equal(await readFile(path.join(project, 'picture-1.webp'), 'utf8'), 'RIFF');
    await rm(path.join(project, 'picture-1.webp'));
  }
});

test('the contract: its program tells what its comments say', async () => {
  await writeFile(path.join(project, 'contract.js'), await programOf('contract'));
  for (const node of nodes()) {
    const { stdout } = await run(node, ['contract.js'], { cwd: project });
    assert.equal(stdout, 'POST /v2/generate/async\ntrue\n403\n3.1.0\n');
  }
});

test('the declarations of both are whole', async () => {
  await writeFile(
    path.join(project, 'typed.ts'),
    `${await programOf('sdk')}\n${await programOf('contract')}`,
  );
  await mkdir(path.join(project, 'node_modules/@types'));
  for (const types of ['@types/node', 'undici-types']) {
    await symlink(path.join(root, 'node_modules', types), path.join(project, 'node_modules', types), 'dir');
  }
  const tsc = path.join(root, 'node_modules/typescript/bin/tsc');
  const flags = ['--noEmit', '--strict', '--target', 'es2022', '--module', 'nodenext', '--types', 'node'];
  await run(process.execPath, [tsc, ...flags, 'typed.ts'], { cwd: project }).catch(error =>
    assert.fail(error.stdout),
  );
});

test('the packages hold no test, and the SDK imports nothing but itself', async () => {
  for (const name of ['contract', 'sdk']) {
    const folder = path.join(project, 'node_modules/@openhorde', name);
    const files = await readdir(folder, { recursive: true });
    assert.deepEqual(
      files.filter(file => /test|generate/.test(file)),
      [],
    );
    if (name === 'contract') continue;
    for (const file of files.filter(file => /[.](js|d[.]ts)$/.test(file))) {
      const source = await readFile(path.join(folder, file), 'utf8');
      for (const [statement, from] of source.matchAll(/^(?:import|export)[^;]*?from '([^']+)'/gm)) {
        assert(from?.startsWith('./'), `${file}: ${statement}`);
      }
    }
  }
});
