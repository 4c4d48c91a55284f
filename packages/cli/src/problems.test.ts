import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { HordeApiError } from '@openhorde/sdk';
import { exitCodeOf, problemsOf } from './problems.ts';

const HERE = fileURLToPath(import.meta.url);

const systemError = (code: string) =>
  Object.assign(new Error(`${code}: nothing for people, open '/srv/horde'`), { code, path: '/srv/horde' });

test('a refusal of the system becomes a sentence that names the place', async () => {
  for (const code of ['EACCES', 'EPERM', 'EROFS', 'ENOSPC', 'EDQUOT', 'ENOENT', 'ENOTDIR', 'EISDIR']) {
    const [sentence = '', ...more] = problemsOf(systemError(code));
    assert.match(sentence, /\/srv\/horde/);
    assert.doesNotMatch(sentence, new RegExp(`${code}|nothing for people`));
    assert.deepEqual(more, []);
  }
  const real = await Promise.all([
    readFile(`${HERE}/x`).catch(problemsOf),
    readFile(`${HERE}.gone`).catch(problemsOf),
    writeFile('/', '').catch(problemsOf),
  ]);
  assert.deepEqual(real, [
    [`A file is in the way of ${HERE}/x. Please move it, or name another place.`],
    [`There is no ${HERE}.gone.`],
    ['/ is a folder, not a file.'],
  ]);
});

test('a refusal of a horde becomes its sentence, and each field on a line of its own', () => {
  const errors = { 'params.steps': '999 is more than 500', models: 'there is no x' };
  const error = new HordeApiError({ status: 400, rc: 'ValidationError', message: 'Not valid.', errors });
  assert.deepEqual(problemsOf(error), [
    'Not valid.',
    'params.steps: 999 is more than 500',
    'models: there is no x',
  ]);
});

test('settings that cannot work have an exit code of their own', () => {
  assert.equal(exitCodeOf(Object.assign(new Error(''), { name: 'ConfigError' })), 2);
  assert.equal(exitCodeOf(new Error('')), 1);
});
