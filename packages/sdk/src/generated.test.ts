import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { generatedFiles } from './generated.ts';
import { addressOf } from './http.ts';
import { workerByName } from './routes.ts';

for (const [path, content] of Object.entries(generatedFiles())) {
  test(`${path} is what the contract makes (else run: node packages/sdk/src/generate.ts)`, () => {
    const committed = readFileSync(new URL(path, import.meta.url), 'utf8').replaceAll('\r\n', '\n');
    assert.ok(committed === content, `${path} is stale`);
  });
}

test('a path is filled with its parameters, each of them one segment', () => {
  assert.equal(
    addressOf('http://h', workerByName, { worker_name: 'a/b ?c' }),
    'http://h/api/v2/workers/name/a%2Fb%20%3Fc',
  );
  assert.throws(() => addressOf('http://h', workerByName, { worker_name: '' }), TypeError);
  assert.throws(() => addressOf('http://h', workerByName), TypeError);
});
