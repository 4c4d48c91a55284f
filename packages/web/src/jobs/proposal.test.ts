import assert from 'node:assert/strict';
import { test } from 'node:test';
import { toRequest } from '../create/request.ts';
import { DEFAULT_SETTINGS } from '../create/settings.ts';
import { mergePatch, proposalOf } from './proposal.ts';

test('the changes of a proposal that the form knows go into its settings, and all of them into words', () => {
  const asked = { ...DEFAULT_SETTINGS, widthPixels: 2048, heightPixels: 1024, trustedWorkersOnly: true };
  const patch = {
    params: { width: 1408, height: 704, steps: 20, sampler_name: 'k_euler', karras: false },
    models: ['emoji-64'],
    trusted_workers: false,
    source_image: null,
    source_processing: null,
  };
  const proposal = proposalOf(patch, asked);
  assert.deepEqual(proposal.settings, {
    ...asked,
    widthPixels: 1408,
    heightPixels: 704,
    steps: 20,
    sampler: 'k_euler',
    karras: false,
    model: 'emoji-64',
    trustedWorkersOnly: false,
  });
  assert.equal(proposal.keepsSource, false);
  assert.deepEqual(
    proposal.changes.map(({ key, value }) => `${key} ${value}`.trim()),
    ['size 1408 × 704', 'steps 20', 'sampler euler', 'schedule', 'model emoji-64', 'trusted', 'source'],
  );
});

test('changes that the form does not know are sent all the same', () => {
  const proposal = proposalOf({ r2: false }, DEFAULT_SETTINGS);
  assert.deepEqual(proposal.settings, DEFAULT_SETTINGS);
  assert.deepEqual(proposal.changes, [{ key: 'other', value: '' }]);
  const body = mergePatch(toRequest(DEFAULT_SETTINGS, null), {
    r2: false,
    params: { seed: null, tiling: true },
  });
  assert.equal(body.r2, false);
  assert.equal(body.params?.tiling, true);
  assert.equal(body.params?.steps, DEFAULT_SETTINGS.steps);
  assert.ok(!('seed' in body.params!));
});
