import assert from 'node:assert/strict';
import { test } from 'node:test';
import { baselineOf, isKnown } from '@openhorde/rules';
import { ImageReference } from './imageReference.ts';

const quiet = { info() {}, warn() {} };
const entry = (name: string, baseline: string) => ({ [name]: { name, baseline, type: 'ckpt' } });

function sourcesOf(contents: Record<string, unknown>) {
  return async (source: string) => {
    const content = contents[source];
    if (content === undefined) throw new Error('away');
    return typeof content === 'string' ? content : JSON.stringify(content);
  };
}

test('without sources the shipped sample is known, each entry with a known baseline', async () => {
  const reference = new ImageReference([], sourcesOf({}), quiet);
  await reference.load();
  assert.equal(baselineOf('emoji-64', reference.current), 'openhorde_tiny');
  assert.ok(reference.current.size > 12);
  for (const name of reference.current.keys()) assert.ok(isKnown(name, reference.current), name);
});

test('sources are merged, later ones win, and the shipped model stays known', async () => {
  const read = sourcesOf({
    one: { ...entry('A', 'stable diffusion 1'), ...entry('B', 'stable diffusion 1') },
    two: entry('B', 'flux_1'),
  });
  const reference = new ImageReference(['one', 'two'], read, quiet);
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
  const log = { info() {}, warn: (_: unknown, text?: string) => void warnings.push(text ?? '') };
  const reference = new ImageReference(['one', 'two'], sourcesOf(contents), log);
  await reference.load();
  for (const bad of [undefined, '{"A": ', [], {}, { A: { name: 'A' } }]) {
    contents.one = bad;
    await reference.load();
    assert.ok(reference.current.has('A') && reference.current.has('B'));
  }
  assert.equal(warnings.length, 5);
});

test('when no source could ever be read, the sample serves', async () => {
  const reference = new ImageReference(['nowhere'], sourcesOf({}), quiet);
  await reference.load();
  assert.ok(reference.current.has('stable_diffusion'));
});
