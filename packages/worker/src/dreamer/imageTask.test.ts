import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { EngineCapabilities, ImageTask } from '@openhorde/inference/engine';
import type { PopAnswer } from '@openhorde/sdk';
import fc from 'fast-check';
import { imageTaskOf } from './imageTask.ts';
import { baseSeed, batchSeeds } from './seeds.ts';
import type { Sources } from './sourceImages.ts';

const can: EngineCapabilities = {
  models: { m: { baseline: 'stable_diffusion_1', memoryBytes: 1 } },
  samplers: ['k_euler_a', 'lcm'],
  postProcessors: ['RealESRGAN_x2plus'],
  maxPixels: 1024 * 1024,
  maxBatch: 4,
  img2img: true,
  inpainting: true,
  tiling: true,
  loras: false,
  controlNet: false,
  clipSkip: true,
};
const image = new Uint8Array([1]);
const mask = new Uint8Array([2]);
const noSources: Sources = { metadata: [] };

function popped(payload: Record<string, unknown> = {}, change: Partial<PopAnswer> = {}): PopAnswer {
  const defaults = {
    prompt: 'a cat',
    seed: '5',
    sampler_name: 'k_euler_a',
    cfg_scale: 5,
    width: 512,
    height: 512,
    karras: true,
    tiling: false,
    hires_fix: false,
    ddim_steps: 30,
    n_iter: 1,
  };
  const answer = {
    payload: { ...defaults, ...payload },
    ids: ['1'],
    model: 'm',
    source_processing: 'img2img',
  };
  return { ...answer, ...change } as PopAnswer;
}

const plain: ImageTask = {
  model: 'm',
  prompt: 'a cat',
  negativePrompt: '',
  width: 512,
  height: 512,
  steps: 30,
  guidance: 5,
  sampler: 'k_euler_a',
  karras: true,
  seeds: [5],
};

const table: [what: string, answer: PopAnswer, sources: Sources, task: Partial<ImageTask>][] = [
  ['text to image', popped(), noSources, {}],
  [
    'negative prompt after the first ###',
    popped({ prompt: 'a cat ### dog ### fish' }),
    noSources,
    { negativePrompt: 'dog ### fish' },
  ],
  ['a batch', popped({ n_iter: 3 }, { ids: ['1', '2', '3'] }), noSources, { seeds: [5, 6, 7] }],
  ['one of a batch', popped({ batch_index: 2 }), noSources, { seeds: [7] }],
  [
    'a seed at the end of its range',
    popped({ seed: '4294967295' }, { ids: ['1', '2'] }),
    noSources,
    { seeds: [4294967295, 0] },
  ],
  ['a seed that is missing', popped({ seed: '' }), noSources, { seeds: [2 ** 31] }],
  [
    'numbers',
    popped({ width: 64, height: 128, ddim_steps: 4, cfg_scale: 1.5, sampler_name: 'lcm', karras: false }),
    noSources,
    { width: 64, height: 128, steps: 4, guidance: 1.5, sampler: 'lcm', karras: false },
  ],
  [
    'clip_skip, tiling and post-processing',
    popped({ clip_skip: 2, tiling: true, post_processing: ['RealESRGAN_x2plus'] }),
    noSources,
    { clipSkip: 2, tiling: true, postProcessing: ['RealESRGAN_x2plus'] },
  ],
  [
    'img2img',
    popped({ denoising_strength: 0.4 }),
    { image, metadata: [] },
    { sourceImage: image, denoisingStrength: 0.4 },
  ],
  ['denoising without a source means nothing', popped({ denoising_strength: 0.4 }), noSources, {}],
  [
    'inpainting',
    popped({}, { source_processing: 'inpainting' }),
    { image, mask, metadata: [] },
    { sourceImage: image, sourceMask: mask },
  ],
  ['a mask without its image', popped(), { mask, metadata: [] }, {}],
  ['hires_fix where it does nothing', popped({ hires_fix: true, width: 1024 }), noSources, { width: 1024 }],
];
for (const [what, answer, sources, task] of table) {
  test(`payload → task: ${what}`, () => {
    assert.deepEqual(
      imageTaskOf(answer, sources, can, () => 0.5),
      { task: { ...plain, ...task }, metadata: [] },
    );
  });
}

test('inpainting without a source becomes text-to-image, and is told', () => {
  const { task, metadata } = imageTaskOf(
    popped({}, { source_processing: 'inpainting' }),
    noSources,
    can,
    () => 0,
  );
  assert.deepEqual(task, plain);
  assert.deepEqual(metadata, [{ type: 'source_image', value: 'parse_failed', ref: 'source_image' }]);
});

test('an engine is never asked for what it cannot do', () => {
  const cases: [PopAnswer, EngineCapabilities, Sources][] = [
    [popped({}, { model: 'other' }), can, noSources],
    [popped({ sampler_name: 'k_heun' }), can, noSources],
    [popped({ post_processing: ['GFPGAN'] }), can, noSources],
    [popped({ tiling: true }), { ...can, tiling: false }, noSources],
    [popped({ clip_skip: 2 }), { ...can, clipSkip: false }, noSources],
    [popped({ hires_fix: true, width: 1024, height: 1024 }), can, noSources],
    [popped({ control_type: 'canny' }), can, { image, metadata: [] }],
    [popped({ loras: [{ name: '1' }] }), can, noSources],
    [popped({ tis: [{ name: '1' }] }), can, noSources],
    [popped({ workflow: 'qr_code' }), can, noSources],
    [popped({ transparent: true }), can, noSources],
    [popped({}, { source_processing: 'remix' }), can, { image, metadata: [] }],
    [popped(), { ...can, img2img: false }, { image, metadata: [] }],
    [
      popped({}, { source_processing: 'outpainting' }),
      { ...can, inpainting: false },
      { image, metadata: [] },
    ],
  ];
  for (const [answer, capabilities, sources] of cases) {
    assert.throws(() => imageTaskOf(answer, sources, capabilities, () => 0), {
      name: 'EngineError',
      reason: 'unsupported',
    });
  }
  assert.doesNotThrow(() =>
    imageTaskOf(popped({ clip_skip: 1 }), noSources, { ...can, clipSkip: false }, () => 0),
  );
  assert.doesNotThrow(() => imageTaskOf(popped({ loras: [], post_processing: [] }), noSources, can, () => 0));
});

test('seeds: any digits give 32 bits, each picture of a batch can be asked for alone', () => {
  fc.assert(
    fc.property(fc.bigInt({ min: 0n, max: 2n ** 200n }), fc.integer({ min: 1, max: 20 }), (seed, count) => {
      const base = baseSeed(String(seed), () => assert.fail('random'));
      assert.equal(BigInt(base), seed % 2n ** 32n);
      const seeds = batchSeeds(base, count);
      assert.deepEqual(
        seeds,
        seeds.map((_, i) => batchSeeds(seeds[i]!, 1)[0]),
      );
      assert.equal(new Set(seeds).size, count);
      return seeds.every(value => Number.isInteger(value) && value >= 0 && value < 2 ** 32);
    }),
  );
  assert.equal(
    baseSeed(null, () => 0.25),
    2 ** 30,
  );
});
