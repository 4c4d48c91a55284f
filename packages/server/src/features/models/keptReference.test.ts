import assert from 'node:assert/strict';
import { test } from 'node:test';
import { baselineOf, billionsOf, isKnown } from '@openhorde/rules';
import { imageReference, textReference } from './references.ts';

const quiet = { info() {}, warn() {}, error() {} };
const entry = (name: string, baseline: string) => ({ [name]: { name, baseline, type: 'ckpt' } });

function sourcesOf(contents: Record<string, unknown>) {
  return async (source: string) => {
    const content = contents[source];
    if (content === undefined) throw new Error('away');
    return typeof content === 'string' ? content : JSON.stringify(content);
  };
}

test('without sources the shipped sample is known, each entry with a known baseline', async () => {
  const reference = imageReference([], sourcesOf({}), quiet);
  await reference.load();
  assert.equal(baselineOf('emoji-64', reference.current), 'openhorde_tiny');
  assert.ok(reference.current.size > 12);
  for (const name of reference.current.keys()) assert.ok(isKnown(name, reference.current), name);
});

test('of texts the sample knows the size of each model', async () => {
  const reference = textReference([], sourcesOf({}), quiet);
  await reference.load();
  assert.ok(reference.current.size > 12);
  for (const name of reference.current.keys()) assert.ok(billionsOf(name, reference.current)! > 1, name);
});

test('a text reference of the operator takes the place of the sample', async () => {
  const read = sourcesOf({ one: { 'my/Model-3B': { parameters: 3e9 } } });
  const reference = textReference(['one'], read, quiet);
  await reference.load();
  assert.deepEqual([...reference.current.keys()], ['my/Model-3B']);
});

test('sources are merged, later ones win, and the shipped model stays known', async () => {
  const read = sourcesOf({
    one: { ...entry('A', 'stable diffusion 1'), ...entry('B', 'stable diffusion 1') },
    two: entry('B', 'flux_1'),
  });
  const reference = imageReference(['one', 'two'], read, quiet);
  const changes: number[] = [];
  reference.onChange(models => changes.push(models.size));
  await reference.load();
  await reference.load();
  assert.deepEqual([...reference.current.keys()].sort(), ['A', 'B', 'emoji-64']);
  assert.equal(baselineOf('B', reference.current), 'flux_1');
  assert.deepEqual(changes, [3]);
});

test('a source that is away, damaged or empty keeps its last good content', async () => {
  const contents: Record<string, unknown> = { one: entry('A', 'flux_1'), two: entry('B', 'flux_1') };
  const warnings: string[] = [];
  const log = { info() {}, error() {}, warn: (_: unknown, text?: string) => void warnings.push(text ?? '') };
  const reference = imageReference(['one', 'two'], sourcesOf(contents), log);
  await reference.load();
  for (const bad of [undefined, '{"A": ', [], {}, { A: { name: 'A' } }]) {
    contents.one = bad;
    await reference.load();
    assert.ok(reference.current.has('A') && reference.current.has('B'));
  }
  assert.equal(warnings.length, 5);
});

test('when no source could ever be read, the sample serves', async () => {
  const reference = imageReference(['nowhere'], sourcesOf({}), quiet);
  await reference.load();
  assert.ok(reference.current.has('stable_diffusion'));
});
