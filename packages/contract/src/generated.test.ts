import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { generatedFiles } from './generated.ts';

for (const [path, content] of Object.entries(generatedFiles())) {
  test(`${path} is what the contract makes (else run: node packages/contract/src/generate.ts)`, () => {
    const committed = readFileSync(new URL(path, import.meta.url), 'utf8').replaceAll('\r\n', '\n');
    assert.ok(committed === content, `${path} is stale`);
  });
}
