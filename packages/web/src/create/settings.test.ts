import assert from 'node:assert/strict';
import { test } from 'node:test';
import { SAMPLERS } from '@openhorde/contract';
import fc from 'fast-check';
import { clampTo } from '../ui/clampTo.ts';
import { BOUNDS, DEFAULT_SETTINGS, saneSettings } from './settings.ts';

test('a clamped value is inside its bounds and a whole number of steps from the least', () => {
  fc.assert(
    fc.property(fc.double(), fc.constantFrom(...Object.values(BOUNDS)), (value, bound) => {
      const clamped = clampTo(value, bound);
      assert.ok(clamped >= bound.min && clamped <= bound.max);
      const steps = (clamped - bound.min) / bound.step;
      assert.ok(Math.abs(steps - Math.round(steps)) < 1e-6);
    }),
  );
});

test('whatever was stored, the form gets complete settings inside the bounds', () => {
  const keys = Object.keys(DEFAULT_SETTINGS);
  fc.assert(
    fc.property(fc.dictionary(fc.constantFrom(...keys), fc.anything()), raw => {
      const settings = saneSettings(raw, SAMPLERS);
      assert.deepEqual(Object.keys(settings).sort(), keys.toSorted());
      assert.equal(settings.widthPixels % 64, 0);
      assert.ok(settings.count >= 1 && settings.count <= 20);
      assert.ok(SAMPLERS.includes(settings.sampler));
    }),
  );
});

test('sane settings stay as they are', () => {
  const chosen = {
    ...DEFAULT_SETTINGS,
    prompt: 'a cat',
    model: 'emoji-64',
    seed: '7',
    guidance: 4.5,
    nsfw: true,
  };
  assert.deepEqual(saneSettings(chosen, SAMPLERS), chosen);
});
