import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { drawModel } from '../shared/drawModel.ts';
import { aRequest, aWorker, REFERENCE } from '../testing/samples.ts';
import { acceptedImageModels, cleanBlacklist } from './checkIn.ts';
import { offeredModels, stepLimitOf } from './offer.ts';
import { baselineOf, batchingWeight, isKnown, isNsfwModel, parseImageModelReference } from './reference.ts';

describe('the model reference', () => {
  test('leaves out entries that are no models and ignores fields of the wrong shape', () => {
    const reference = parseImageModelReference({
      good: {
        baseline: 'stable diffusion 1',
        requirements: { max_steps: 'many', samplers: [1], min_steps: 3 },
      },
      bad: { baseline: 7 },
      worse: null,
      list: [],
    });
    assert.deepEqual([...reference.keys()], ['good']);
    assert.deepEqual(reference.get('good')?.requirements, { min_steps: 3 });
    for (const json of [null, [], 'x', 3, undefined]) assert.equal(parseImageModelReference(json).size, 0);
  });

  test('knows a baseline in either spelling, and an unknown name by its tag', () => {
    assert.equal(baselineOf('stable_diffusion', REFERENCE), 'stable_diffusion_1');
    assert.equal(baselineOf('mine [SDXL]', REFERENCE), 'stable_diffusion_xl');
    assert.equal(baselineOf('mine [Flux]', REFERENCE), 'flux_1');
    assert.equal(baselineOf('mine [Qwen]', REFERENCE), 'qwen_image');
    assert.equal(baselineOf('mine [ZModel]', REFERENCE), 'z_image_turbo');
    assert.equal(baselineOf('mine [ZImage]', REFERENCE), 'z_image_turbo');
    assert.equal(baselineOf('mine', REFERENCE), 'stable_diffusion_1');
  });

  test('lets workers offer the families that the horde knows, the shipped one among them', () => {
    const reference = parseImageModelReference({
      tiny: { baseline: 'openhorde_tiny' },
      odd: { baseline: 'my_own', nsfw: true },
      spicy: { baseline: 'stable_diffusion_xl', nsfw: true },
    });
    assert.ok(isKnown('tiny', reference));
    assert.ok(!isKnown('odd', reference));
    assert.ok(!isKnown('absent', reference));
    assert.ok(isNsfwModel('spicy', reference));
    assert.ok(!isNsfwModel('odd', reference));
  });

  test('weighs batches by family', () => {
    assert.equal(batchingWeight('flux_1'), 5);
    assert.equal(batchingWeight('qwen_image'), 10);
    assert.equal(batchingWeight('z_image_turbo'), 8);
    assert.equal(batchingWeight('stable_diffusion_xl'), 1);
  });
});

describe('the models of a worker', () => {
  test('are known, or a customizer’s, or a special user’s own', () => {
    const owner = { id: 5, customizer: false, special: false };
    const names = ['stable_diffusion', 'mine', 'horde_special::me#5', 'stable_diffusion', 'x::you#6'];
    assert.deepEqual(acceptedImageModels(names, owner, REFERENCE), {
      models: ['stable_diffusion'],
      foreign: undefined,
    });
    assert.deepEqual(acceptedImageModels(['mine'], { ...owner, customizer: true }, REFERENCE).models, [
      'mine',
    ]);
    assert.deepEqual(acceptedImageModels(names, { ...owner, special: true }, REFERENCE), {
      models: ['stable_diffusion', 'horde_special::me#5'],
      foreign: 'x::you#6',
    });
  });

  test('only the first 300 names are read', () => {
    const names = [...Array.from({ length: 300 }, (_, index) => `n${index}`), 'stable_diffusion'];
    assert.deepEqual(
      acceptedImageModels(names, { id: 1, customizer: false, special: false }, REFERENCE).models,
      [],
    );
  });

  test('taken together say what matching asks', () => {
    assert.equal(stepLimitOf('stable_diffusion', REFERENCE), 30);
    assert.equal(stepLimitOf('flux', REFERENCE), 5.5);
    const { names, ...rest } = offeredModels(['inpainting', 'sdxl', 'cascade'], REFERENCE);
    assert.equal(names.size, 3);
    assert.deepEqual(rest, {
      anyInpainting: true,
      allInpainting: false,
      anySdxl: true,
      anyCascade: true,
      anyFlux: false,
      anySpecial: false,
      stepLimit: 25,
    });
    assert.ok(offeredModels(['inpainting'], REFERENCE).allInpainting);
  });

  test('one is drawn from what request and worker share, from all when the request names none', () => {
    const worker = aWorker({ models: ['stable_diffusion', 'sdxl', 'flux'] });
    const draw = (models: string[], random: number) => drawModel(aRequest({ models }), worker, () => random);
    assert.equal(draw(['cascade', 'flux', 'sdxl'], 0), 'flux');
    assert.equal(draw(['cascade', 'flux', 'sdxl'], 0.999), 'sdxl');
    assert.equal(draw([], 0.999), 'flux');
    assert.equal(draw(['cascade'], 0.5), undefined);
  });

  test('the blacklist is cut, lower case and without repetition', () => {
    assert.deepEqual(cleanBlacklist(['Heron', 'heron ', '', 'a very long word indeed']), [
      'heron',
      'a very long wor',
    ]);
    assert.equal(cleanBlacklist(Array.from({ length: 300 }, (_, index) => `w${index}`)).length, 200);
  });
});
