import assert from 'node:assert/strict';
import { test } from 'node:test';
import { withDefaults } from './defaults.ts';
import { GenerationInputStable, ModelGenerationInputStable, PopInputStable } from './schemas/index.ts';

test('the defaults that take effect are put in, not the documented ones', () => {
  const request = withDefaults(GenerationInputStable, { prompt: 'heron' });
  assert.equal(request.nsfw, true);
  assert.equal(request.censor_nsfw, true);
  assert.equal(request.validated_backends, false);
  assert.deepEqual(request.models, ['stable_diffusion']);
  const params = withDefaults(ModelGenerationInputStable, {});
  assert.equal(params.cfg_scale, 5);
  assert.equal(params.karras, true);
  assert.equal(params.steps, 30);
  const pop = withDefaults(PopInputStable, { name: 'w' });
  assert.equal(pop.extra_slow_worker, false);
  assert.equal(pop.allow_lora, false);
  assert.equal(pop.max_pixels, 262_144);
});

test('values that were sent stay, and a default list is never shared between calls', () => {
  const sent = { prompt: 'heron', models: [] as string[], nsfw: false };
  const request = withDefaults(GenerationInputStable, sent);
  assert.deepEqual(request.models, []);
  assert.equal(request.nsfw, false);
  const a = withDefaults(PopInputStable, {});
  a.models.push('x');
  assert.deepEqual(withDefaults(PopInputStable, {}).models, []);
});
