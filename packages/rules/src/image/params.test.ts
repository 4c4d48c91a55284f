import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { REFERENCE } from '../testing/samples.ts';
import { accurateSteps, effectiveImageParams, type ImageParamsInput, imageThings } from './params.ts';
import { EMPTY_PAYLOAD, imagePayload, imagePayloadTemplate } from './payload.ts';
import { sharedFlag } from './request.ts';
import { imageRequirements, kudosForWorker } from './requirements.ts';
import { imageWarnings } from './warnings.ts';

describe('params', () => {
  test('take the defaults that have effect', () => {
    assert.deepEqual(effectiveImageParams({}), {
      sampler_name: 'k_euler_a',
      cfg_scale: 5,
      height: 512,
      width: 512,
      karras: true,
      tiling: false,
      hires_fix: false,
      image_is_control: false,
      return_control_map: false,
      transparent: false,
      steps: 30,
      n: 1,
    });
  });

  test('a control type has its own number of steps, 40 at most', () => {
    assert.equal(effectiveImageParams({ control_type: 'canny' }).steps, 20);
    assert.equal(effectiveImageParams({ control_type: 'canny', steps: 100 }).steps, 40);
    assert.equal(effectiveImageParams({ control_type: null, steps: 100 }).steps, 100);
    assert.ok(!('control_type' in effectiveImageParams({ control_type: null })));
  });

  test('LoRAs and textual inversions get their strengths', () => {
    const { loras, tis } = effectiveImageParams({
      loras: [{ name: 'a', clip: 0.5 }],
      tis: [{ name: 'b', inject_ti: 'prompt' }],
    });
    assert.deepEqual(loras, [{ name: 'a', model: 1, clip: 0.5, is_version: false }]);
    assert.deepEqual(tis, [{ name: 'b', strength: 1, inject_ti: 'prompt' }]);
  });

  test('steps count as work by their sampler', () => {
    assert.equal(accurateSteps('k_euler', 30), 30);
    assert.equal(accurateSteps('k_dpm_adaptive', 3), 40);
    for (const sampler of ['k_heun', 'k_dpm_2', 'k_dpm_2_a', 'k_dpmpp_2s_a', 'k_dpmpp_sde']) {
      assert.equal(accurateSteps(sampler, 30), 60);
    }
    assert.equal(imageThings(effectiveImageParams({ width: 1024, sampler_name: 'k_heun' })), 1024 * 512 * 60);
  });
});

describe('the payload of a worker', () => {
  const template = (input: ImageParamsInput, nsfw = true, censorNsfw = true) =>
    imagePayloadTemplate('a heron', effectiveImageParams(input), { nsfw, censorNsfw });

  test('always holds the plain keys, and no others unasked', () => {
    assert.deepEqual(imagePayload(template({}), 99887766, 2), {
      prompt: 'a heron',
      seed: '99887766',
      sampler_name: 'k_euler_a',
      cfg_scale: 5,
      height: 512,
      width: 512,
      karras: true,
      tiling: false,
      hires_fix: false,
      image_is_control: false,
      return_control_map: false,
      transparent: false,
      ddim_steps: 30,
      n_iter: 2,
    });
  });

  test('says where in the whole batch a slice begins, but for the first', () => {
    assert.equal('batch_index' in imagePayload(template({}), 7, 4, 0), false);
    assert.equal(imagePayload(template({}), 7, 4, 8).batch_index, 8);
    assert.equal(imagePayload(template({ seed: '7', batch_index: 2 }), 7, 1).batch_index, 2);
  });

  test('holds the rest when it was set', () => {
    const set: ImageParamsInput = {
      denoising_strength: 0.5,
      hires_fix_denoising_strength: 0.4,
      post_processing: ['GFPGAN'],
      clip_skip: 2,
      facefixer_strength: 0.3,
      special: { wing: 1 },
      workflow: 'qr_code',
      control_type: 'canny',
      extra_texts: [{ text: 'x', reference: 'qr_code' }],
    };
    const payload = template({ ...set, loras: [{ name: '1' }], tis: [{ name: '2' }] });
    for (const [key, value] of Object.entries(set))
      assert.deepEqual(payload[key as keyof typeof payload], value);
    assert.equal(payload.loras?.length, 1);
    assert.equal(payload.tis?.length, 1);
  });

  test('never holds count, seed or variation of the request', () => {
    const payload = template({ n: 3, seed: '7', seed_variation: 10, steps: 12 });
    for (const key of ['n', 'seed', 'seed_variation', 'steps', 'batch_size'])
      assert.ok(!(key in payload), key);
    assert.equal(payload.ddim_steps, 12);
  });

  test('asks to censor when the request is neither nsfw nor content with it', () => {
    assert.equal(template({}, false, true).use_nsfw_censor, true);
    assert.ok(!('use_nsfw_censor' in template({}, false, false)));
    assert.ok(!('use_nsfw_censor' in template({}, true, true)));
  });

  test('without work it is the declared defaults', () => {
    assert.equal(EMPTY_PAYLOAD.cfg_scale, 7.5);
    assert.equal(EMPTY_PAYLOAD.karras, false);
    assert.equal(EMPTY_PAYLOAD.n_iter, 1);
  });
});

describe('what matching needs', () => {
  const traits = {
    models: ['stable_diffusion'],
    nsfw: true,
    trustedWorkers: false,
    slowWorkers: true,
    extraSlowWorkers: false,
    safeIp: true,
    requesterTrusted: false,
    r2: true,
    sourceImage: false,
    sourceProcessing: 'img2img',
    extraSourceImages: 0,
    disableBatching: false,
    workerList: null,
  };

  test('is read off a request', () => {
    const params = effectiveImageParams({
      width: 640,
      height: 768,
      sampler_name: 'k_heun',
      clip_skip: 2,
      control_type: 'canny',
      steps: 12,
      loras: [{ name: '4711', is_version: true }],
      tis: [{ name: 'x' }],
      post_processing: ['GFPGAN'],
    });
    const requirements = imageRequirements(params, {
      ...traits,
      sourceImage: true,
      sourceProcessing: 'outpainting',
      extraSourceImages: 2,
    });
    assert.deepEqual(
      [requirements.pixels, requirements.accurateSteps, requirements.sampler, requirements.postProcessing],
      [640 * 768, 24, 'k_heun', ['GFPGAN']],
    );
    for (const flag of [
      'painting',
      'sourceImage',
      'extraSourceImages',
      'clipSkip',
      'control',
      'loras',
      'versionedLora',
      'textualInversions',
    ] as const) {
      assert.equal(requirements[flag], true, flag);
    }
  });

  test('clip skip 1 and empty lists ask for nothing', () => {
    const requirements = imageRequirements(effectiveImageParams({ clip_skip: 1, loras: [], tis: [] }), {
      ...traits,
      workerList: { ids: [], exclude: true },
    });
    for (const flag of [
      'clipSkip',
      'loras',
      'versionedLora',
      'textualInversions',
      'painting',
      'control',
    ] as const) {
      assert.equal(requirements[flag], false, flag);
    }
    assert.equal(requirements.workerList, null);
  });

  test('only the first five workers of a list count; a codes’ workflow is not batched', () => {
    const requirements = imageRequirements(effectiveImageParams({ workflow: 'qr_code' }), {
      ...traits,
      workerList: { ids: ['a', 'b', 'c', 'd', 'e', 'f'], exclude: false },
    });
    assert.deepEqual(requirements.workerList?.ids, ['a', 'b', 'c', 'd', 'e']);
    assert.ok(requirements.disableBatching);
  });

  test('the floor of a balance cannot be spent', () => {
    assert.equal(kudosForWorker(2500, 2500), 0);
    assert.equal(kudosForWorker(10_000, 2500), 7500);
    assert.equal(kudosForWorker(0, 2500), 0);
    assert.equal(kudosForWorker(-100, -5000), -100);
  });
});

test('results are shared when the operator wants it, and the requester does or is anonymous', () => {
  const asked = {
    models: ['Deliberate'],
    requested: true,
    anonymous: false,
    education: false,
    sourceImage: false,
    sharing: true,
  };
  assert.equal(sharedFlag(asked), true);
  assert.equal(sharedFlag({ ...asked, requested: false }), false);
  assert.equal(sharedFlag({ ...asked, requested: false, anonymous: true }), true);
  assert.equal(sharedFlag({ ...asked, sourceImage: true }), false);
  assert.equal(sharedFlag({ ...asked, education: true }), false);
  assert.equal(sharedFlag({ ...asked, sharing: false }), false);
  assert.equal(sharedFlag({ ...asked, sharing: false, models: ['SDXL_beta::stability.ai#6901'] }), true);
});

describe('warnings', () => {
  const flux = (params: ImageParamsInput) => imageWarnings(params, ['flux'], REFERENCE);
  const good = { steps: 8, cfg_scale: 4, sampler_name: 'k_euler' };

  test('are none when the model gets what it wants', () => assert.deepEqual(flux(good), []));
  test('tell each thing that it does not get', () => {
    assert.deepEqual(flux({ ...good, steps: 2 }), ['StepsTooFew']);
    assert.deepEqual(flux({ ...good, steps: 9 }), ['StepsTooMany']);
    assert.deepEqual(flux({ ...good, cfg_scale: 0.5 }), ['CfgScaleTooSmall']);
    assert.deepEqual(flux({ ...good, cfg_scale: 4.5 }), ['CfgScaleTooLarge']);
    assert.deepEqual(flux({ steps: 8, cfg_scale: 4 }), ['SamplerMismatch']);
    assert.deepEqual(flux({ ...good, karras: false }), ['SchedulerMismatch']);
    assert.deepEqual(flux({ ...good, clip_skip: 2 }), ['ClipSkipMismatch']);
  });
  test('take what is not given for the documented default', () => {
    assert.deepEqual(flux({}), ['StepsTooMany', 'CfgScaleTooLarge', 'SamplerMismatch']);
    assert.deepEqual(imageWarnings({}, ['pony'], REFERENCE), ['ClipSkipMismatch']);
  });
  test('come once each', () => {
    assert.deepEqual(imageWarnings({}, ['pony', 'pony', 'stable_diffusion', 'absent'], REFERENCE), [
      'ClipSkipMismatch',
    ]);
  });
});
