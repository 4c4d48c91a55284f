import assert from 'node:assert/strict';
import { test } from 'node:test';
import { defaultModel, findModels, type ModelOnline } from './modelChoice.ts';
import { DEFAULT_SETTINGS } from './settings.ts';
import { suggestionsFor } from './suggestions.ts';
import { withModel } from './withModel.ts';

const model = (name: string, count: number, etaSeconds = 0): ModelOnline => ({
  name,
  count,
  jobs: 0,
  etaSeconds,
});

test('a newcomer gets the model that most workers serve, the shorter wait first', () => {
  assert.equal(defaultModel([model('a', 1), model('b', 3, 90), model('c', 3, 10)]), 'c');
});

test('a model that no worker serves is never proposed', () => {
  assert.equal(defaultModel([model('wanted', 0, 10_000)]), null);
  assert.equal(defaultModel([]), null);
});

test('a search keeps models with all its words', () => {
  const models = [model('AlbedoBase XL (SDXL)', 1), model('Deliberate', 2), model('emoji-64', 0)];
  assert.deepEqual(
    findModels(models, 'xl ALBEDO').map(found => found.name),
    ['AlbedoBase XL (SDXL)'],
  );
  assert.deepEqual(
    findModels(models, '').map(found => found.name),
    ['Deliberate', 'AlbedoBase XL (SDXL)', 'emoji-64'],
  );
});

test('untouched settings follow the model, changed ones stay', () => {
  const tiny = withModel(DEFAULT_SETTINGS, 'emoji-64');
  assert.deepEqual([tiny.steps, tiny.guidance, tiny.sampler, tiny.widthPixels], [25, 4, 'k_euler', 512]);
  const large = withModel({ ...tiny, steps: 40 }, 'AlbedoBase XL (SDXL)');
  assert.deepEqual([large.steps, large.guidance, large.widthPixels], [40, 6, 1024]);
});

test('the shape stays when the model changes the scale', () => {
  const tall = { ...withModel(DEFAULT_SETTINGS, 'emoji-64'), widthPixels: 384, heightPixels: 704 };
  const large = withModel(tall, 'SDXL 1.0');
  assert.ok(large.heightPixels > large.widthPixels);
  assert.equal(large.heightPixels, 1344);
});

test('the shipped model gets ideas that it can draw', () => {
  assert.ok(suggestionsFor('emoji-64').some(idea => idea.prompt === 'a red heart'));
  assert.ok(!suggestionsFor('Deliberate').some(idea => idea.prompt === 'a red heart'));
});
