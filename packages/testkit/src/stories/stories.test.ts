import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { servedRoutes } from '../servedRoutes.ts';
import { startTestHorde } from '../testHorde.ts';
import { pending } from './pending.ts';
import { playFile, STORIES } from './playFile.ts';
import { missingRoutes, type Story } from './storyRoutes.ts';

// The answers of the original are the judge: what is built plays its stories without a difference, and the rest stands
// in pending.json, from which things are only taken off.

const MODEL_REFERENCES = ['image-models.json', 'text-models.json'];
const SHARED = fileURLToPath(new URL('../../../../../shared/stories', import.meta.url));

const files = readdirSync(STORIES).filter(
  name => name.endsWith('.json') && name !== 'pending.json' && !MODEL_REFERENCES.includes(name),
);
const read = (file: string) => JSON.parse(readFileSync(path.join(STORIES, file), 'utf8')) as Story[];
const waitSeconds = (file: string) =>
  read(file)
    .flatMap(({ steps }) => steps)
    .reduce((sum, { wait }) => sum + Number(wait ?? 0), 0);

describe('recorded stories', { concurrency: 3 }, () => {
  // Those with long waits first, so that the others fill their time.
  const played = files.filter(file => !(file in pending.files));
  for (const file of played.sort((a, b) => waitSeconds(b) - waitSeconds(a))) {
    test(file, async () => {
      const excused = pending.stories[file] ?? {};
      const results = await playFile(file);
      const wrong: string[] = [];
      for (const [story, differences] of results) {
        const reason = excused[story];
        if (differences !== undefined && reason === undefined)
          wrong.push(`"${story}" differs:\n${differences}`);
        if (differences === undefined && reason !== undefined) {
          wrong.push(`"${story}" plays clean now: take it off pending.json`);
        }
      }
      for (const story of Object.keys(excused)) {
        if (!results.has(story)) wrong.push(`"${story}" stands in pending.json, but not in ${file}`);
      }
      assert.equal(wrong.length, 0, wrong.join('\n'));
    });
  }
});

test('a file is left out only while each of its stories needs a route that is still to come', async () => {
  const horde = await startTestHorde();
  const served = await servedRoutes(horde.url);
  await horde.stop();
  for (const file of Object.keys(pending.files)) {
    assert.ok(files.includes(file), `${file} stands in pending.json, but not in the folder`);
    for (const story of read(file)) {
      assert.notDeepEqual(
        missingRoutes(story, served),
        [],
        `${file} can be played now, because of "${story.story}"`,
      );
    }
  }
});

test('the copy is the one that the project shares', { skip: !existsSync(SHARED) && 'stands alone' }, () => {
  for (const name of readdirSync(SHARED)) {
    const [copy, original] = [STORIES, SHARED].map(folder => readFileSync(path.join(folder, name), 'utf8'));
    assert.ok(copy === original, `${name} differs from the shared one`);
  }
});
