import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { readdir, readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const FOLDER = fileURLToPath(new URL('.', import.meta.url));
const PROJECT = fileURLToPath(new URL('../../tsconfig.browser.json', import.meta.url));

test("the diffusion code is well typed without Node's types", async () => {
  const typescript = createRequire(import.meta.url).resolve('typescript/package.json');
  const { bin } = JSON.parse(await readFile(typescript, 'utf8')) as { bin: { tsc: string } };
  const compiler = path.join(path.dirname(typescript), bin.tsc);
  const run = promisify(execFile)(process.execPath, [compiler, '--project', PROJECT]);
  await run.catch((error: { stdout: string }) => assert.fail(error.stdout));
});

test('it imports nothing but itself, the tokenizer and the common types of the runtimes', async () => {
  const outside = new Set<string>();
  for (const entry of await readdir(FOLDER, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile() || !entry.name.endsWith('.ts') || entry.name.endsWith('.test.ts')) continue;
    const source = await readFile(path.join(entry.parentPath, entry.name), 'utf8');
    for (const [, target = ''] of source.matchAll(/(?:from|import)\s*\(?\s*'([^']+)'/g)) {
      const inside = target.startsWith('.') && path.join(entry.parentPath, target).startsWith(FOLDER);
      if (!inside) outside.add(target);
    }
  }
  assert.deepEqual([...outside].sort(), ['@huggingface/tokenizers', 'onnxruntime-common']);
});
