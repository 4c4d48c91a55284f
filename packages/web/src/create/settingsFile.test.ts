import assert from 'node:assert/strict';
import { test } from 'node:test';
import { SAMPLERS } from '@openhorde/contract';
import fc from 'fast-check';
import { fromQuery } from './queryLink.ts';
import { toRequest } from './request.ts';
import { DEFAULT_SETTINGS, saneSettings } from './settings.ts';
import { fromSettingsFile, toSettingsFile } from './settingsFile.ts';

const chosen = saneSettings(
  { ...DEFAULT_SETTINGS, prompt: 'a cat', negative: 'dogs', model: 'm', seed: '9', steps: 12, guidance: 3.5 },
  SAMPLERS,
);

test('what is written beside a picture fills the form again', () => {
  const found = fromSettingsFile(JSON.stringify(toSettingsFile(chosen)));
  assert.deepEqual(saneSettings({ ...DEFAULT_SETTINGS, ...found }, SAMPLERS), chosen);
});

test('a whole request body fills the form', () => {
  const found = fromSettingsFile(JSON.stringify(toRequest(chosen, null)));
  assert.deepEqual(saneSettings({ ...DEFAULT_SETTINGS, ...found }, SAMPLERS), chosen);
});

test('the names of other clients are read', () => {
  const found = fromSettingsFile(
    '{"prompt":"x","model_name":"Deliberate","sampler":"k_lms","cfg_scale":"6"}',
  );
  assert.deepEqual(found, {
    prompt: 'x',
    negative: '',
    model: 'Deliberate',
    sampler: 'k_lms',
    guidance: '6',
  });
});

test('what is no settings file gives null, never an error', () => {
  fc.assert(fc.property(fc.string(), text => void fromSettingsFile(text)));
  fc.assert(fc.property(fc.jsonValue(), value => void fromSettingsFile(JSON.stringify(value))));
  for (const text of ['', 'null', '[]', '"prompt"', '{"prompt":1}'])
    assert.equal(fromSettingsFile(text), null);
});

test('links name settings as the wire does, and karras is read by its value', () => {
  assert.deepEqual(fromQuery('?prompt=a%20cat&steps=20&karras=false&nonsense=1'), {
    prompt: 'a cat',
    steps: '20',
    karras: false,
  });
  assert.equal(fromQuery('?karras=true').karras, true);
  assert.deepEqual(fromQuery(''), {});
});
