import assert from 'node:assert/strict';
import { test } from 'node:test';
import { modelWarnings, needsRanking, offeredModels } from './modelChoice.ts';

const models = {
  old: { baseline: 'stable_diffusion_1', memoryBytes: 1 },
  'top 2': { baseline: 'unknown', memoryBytes: 1 },
  xl: { baseline: 'stable_diffusion_xl', memoryBytes: 1 },
  two: { baseline: 'stable_diffusion_2_768', memoryBytes: 1 },
};
const ranking = ['xl', 'elsewhere', 'two', 'old'];

const offered = (modelsToLoad: string[], modelsToSkip: string[] = []) =>
  offeredModels({ modelsToLoad, modelsToSkip }, models, ranking);

test('names and commands choose among the models of the engine', () => {
  const all = Object.keys(models);
  const cases = [
    [[], all],
    [['all'], all],
    [['ALL MODELS'], all],
    [['Top 1'], ['xl']],
    [
      ['top 2 models', 'old'],
      ['old', 'xl', 'two'],
    ],
    [['bottom 2'], ['old', 'top 2']],
    [['top 2'], ['top 2']],
    [['ALL SDXL'], ['xl']],
    [
      ['all sd15 models', 'all SD21'],
      ['old', 'two'],
    ],
    [['ALL SFW'], []],
    [['elsewhere'], []],
  ] as const;
  for (const [load, expected] of cases) assert.deepEqual(offered([...load]), expected, load.join());
});

test('skipped models are not replaced by others, whichever way they are named', () => {
  assert.deepEqual(offered(['top 3'], ['xl']), ['old', 'two']);
  assert.deepEqual(offered([], ['ALL SDXL MODELS', 'top 2']), ['old', 'two']);
});

test('use is asked for where an entry needs it', () => {
  assert.equal(needsRanking({ modelsToLoad: ['ALL'], modelsToSkip: ['Bottom 3'] }), true);
  assert.equal(needsRanking({ modelsToLoad: ['topmost'], modelsToSkip: [] }), false);
});

test('settings without an effect are reported, once', () => {
  const lists = { modelsToLoad: ['xl', 'gone', 'ALL SFW'], modelsToSkip: ['ALL anime MODELS', 'pix2pix'] };
  assert.deepEqual(modelWarnings(lists, models), [
    'models_to_load names what the engine does not have: gone',
    'What the engine does not tell of its models cannot choose among them: ALL SFW, ALL anime MODELS',
  ]);
});
