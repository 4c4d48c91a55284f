import assert from 'node:assert/strict';
import { test } from 'node:test';
import { aRequest, REFERENCE } from '../testing/samples.ts';
import { imageTtlSeconds } from './ttl.ts';

const VECTORS: [
  what: string,
  pixels: number,
  steps: number,
  more: object,
  extraSlow: boolean,
  ttl: number,
][] = [
  ['512²×30', 512 ** 2, 30, {}, false, 150],
  ['1024²×30', 1024 ** 2, 30, {}, false, 270],
  ['1536×768×40', 1536 * 768, 40, {}, false, 390],
  ['1024²×20 with a control type', 1024 ** 2, 20, { control: true }, false, 380],
  ['1024²×8 flux', 1024 ** 2, 8, { models: ['stable_diffusion', 'flux'] }, false, 282],
  ['1024²×8 qwen', 1024 ** 2, 8, { models: ['qwen'] }, false, 282],
  ['1024²×8 z-image', 1024 ** 2, 8, { models: ['zimage'] }, false, 282],
  ['1024²×30 extra slow', 1024 ** 2, 30, {}, true, 810],
  ['512²×30 extra slow', 512 ** 2, 30, {}, true, 450],
  ['2048²×50', 2048 ** 2, 50, {}, false, 1630],
];

for (const [what, pixels, accurateSteps, more, extraSlow, ttl] of VECTORS) {
  test(`a worker has ${ttl} s for ${what}`, () => {
    assert.equal(imageTtlSeconds(aRequest({ pixels, accurateSteps, ...more }), REFERENCE, extraSlow), ttl);
  });
}
