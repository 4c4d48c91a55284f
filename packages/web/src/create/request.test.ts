import assert from 'node:assert/strict';
import { test } from 'node:test';
import { toPriceRequest, toRequest } from './request.ts';
import { DEFAULT_SETTINGS, type Settings } from './settings.ts';

const settings: Settings = {
  ...DEFAULT_SETTINGS,
  prompt: ' a cat ',
  negative: 'dogs',
  model: 'emoji-64',
  widthPixels: 768,
  heightPixels: 512,
  count: 4,
  steps: 25,
  guidance: 4,
  sampler: 'k_euler',
  karras: false,
  seed: ' 42 ',
};

test('settings become one request for all pictures', () => {
  assert.deepEqual(toRequest(settings, null), {
    prompt: 'a cat ### dogs',
    params: {
      width: 768,
      height: 512,
      n: 4,
      steps: 25,
      cfg_scale: 4,
      sampler_name: 'k_euler',
      karras: false,
      seed: '42',
    },
    models: ['emoji-64'],
    nsfw: false,
    censor_nsfw: true,
    trusted_workers: false,
    slow_workers: true,
    allow_downgrade: true,
    replacement_filter: true,
    r2: true,
    shared: false,
  });
});

test('any model is an empty list, since leaving the key out means stable_diffusion', () => {
  assert.deepEqual(toRequest({ ...settings, model: null }, null).models, []);
});

test('an empty seed is left out', () => {
  assert.equal('seed' in toRequest({ ...settings, seed: ' ' }, null).params!, false);
});

test('a source makes it img2img with its strength; without one no strength is sent', () => {
  const request = toRequest({ ...settings, denoising: 0.4 }, 'QUJD');
  assert.equal(request.source_image, 'QUJD');
  assert.equal(request.source_processing, 'img2img');
  assert.equal(request.params!.denoising_strength, 0.4);
  assert.equal('denoising_strength' in toRequest(settings, null).params!, false);
});

test('the replacement filter is off from 1000 characters on', () => {
  assert.equal(toRequest({ ...settings, prompt: 'x'.repeat(999) }, null).replacement_filter, true);
  assert.equal(toRequest({ ...settings, prompt: 'x'.repeat(1000) }, null).replacement_filter, false);
});

test('words and seed change nothing in the question for the price', () => {
  const other = { ...settings, prompt: 'something else', negative: '', seed: '' };
  assert.deepEqual(toPriceRequest(settings, false), toPriceRequest(other, false));
  assert.notDeepEqual(toPriceRequest(settings, false), toPriceRequest({ ...settings, steps: 26 }, false));
  assert.notDeepEqual(toPriceRequest(settings, false), toPriceRequest(settings, true));
  assert.equal(toPriceRequest(settings, false).dry_run, true);
});
