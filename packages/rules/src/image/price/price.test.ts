import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { CONTROL_TYPES, POST_PROCESSORS, SAMPLERS, SOURCE_PROCESSINGS } from '@openhorde/contract';
import fc from 'fast-check';
import { effectiveImageParams, type ImageParamsInput } from '../params.ts';
import { legacyImagePrice } from './legacyPrice.ts';
import { imageJobPrice, pricedImageJob } from './price.ts';

const TXT = { sourceImage: false, sourceMask: false, sourceProcessing: 'img2img' };
const IMG = { ...TXT, sourceImage: true };
const MASKED = { sourceImage: true, sourceMask: true, sourceProcessing: 'inpainting' };
const basis: ImageParamsInput = { steps: 50, cfg_scale: 7.5, sampler_name: 'k_euler' };
const at = (side: number, more: ImageParamsInput = {}): ImageParamsInput => ({
  width: side,
  height: side,
  ...more,
});

const price = (input: ImageParamsInput, source = TXT) =>
  imageJobPrice(pricedImageJob(effectiveImageParams(input), source)) / 100;

// What the original asks: the vectors of the spec and rewards on record in the stories, before model multipliers.
const VECTORS: [what: string, kudos: number, input: ImageParamsInput, source?: typeof TXT][] = [
  ['the basis job', 11, basis],
  ['the basis job at 1024²', 29.03, at(1024, basis)],
  ['512²×30', 7.61, {}],
  ['512²×10', 4.26, { steps: 10 }],
  ['512²×20', 5.76, { steps: 20 }],
  ['512²×31', 7.79, { steps: 31 }],
  ['512²×50', 10.98, { steps: 50 }],
  ['576²×25', 7.1, at(576, { steps: 25 })],
  ['576×512×30', 7.86, { width: 576 }],
  ['256×1024×30', 7.9, { width: 256, height: 1024 }],
  ['768²×30', 11.75, at(768)],
  ['1024²×30', 20.99, at(1024)],
  ['1024²×30 hires fix', 24.61, at(1024, { hires_fix: true })],
  ['1536×768×40', 32.47, { width: 1536, height: 768, steps: 40 }],
  ['2048²×30', 113.58, at(2048)],
  ['1024²×8 k_euler', 11.6, at(1024, { steps: 8, sampler_name: 'k_euler', cfg_scale: 1 })],
  ['512²×30 k_dpmpp_sde', 12.93, { sampler_name: 'k_dpmpp_sde' }],
  ['512²×8 lcm', 5.01, { steps: 8, sampler_name: 'lcm', cfg_scale: 2 }],
  ['512²×30 without karras', 7.66, { karras: false }],
  ['512²×30 img2img', 6.84, { denoising_strength: 0.6 }, IMG],
  ['512²×30 img2img at 0.5', 6.6, { denoising_strength: 0.5 }, IMG],
  ['512²×30 inpainting', 9.47, {}, MASKED],
  ['512²×20 canny', 12.91, { control_type: 'canny', denoising_strength: 0.75 }, IMG],
  ['512²×20 depth', 13.58, { control_type: 'depth' }, IMG],
  ['1024²×20 canny', 25.68, at(1024, { control_type: 'canny' }), IMG],
  ['512²×30 upscaled', 10.28, { post_processing: ['RealESRGAN_x4plus'] }],
  ['512²×30 with faces', 9.21, { post_processing: ['GFPGAN'] }],
  [
    'everything at once',
    17.91,
    {
      width: 640,
      height: 768,
      steps: 22,
      cfg_scale: 6.25,
      sampler_name: 'k_dpmpp_2m',
      karras: false,
      hires_fix: true,
      post_processing: ['GFPGAN', 'RealESRGAN_x2plus'],
    },
  ],
  ['64²×1', 3.14, at(64, { steps: 1 })],
];

const KNOWN_POST_PROCESSORS: readonly string[] = POST_PROCESSORS.slice(0, 8);

describe('the price of a job', () => {
  for (const [what, kudos, input, source] of VECTORS) {
    test(`${what}: within 5 % of ${kudos}`, () => {
      const ours = price(input, source);
      assert.ok(Math.abs(ours / kudos - 1) <= 0.05, `${ours}`);
    });
  }

  test('rises by 3 for each LoRA and 1 for textual inversions', () => {
    const plain = price({});
    const dearer = price({ loras: [{ name: 'a' }, { name: 'b' }], tis: [{ name: 'c' }, { name: 'd' }] });
    assert.equal(Math.round((dearer - plain) * 100), 700);
  });

  test('is that of the closed formula with a post-processor that the network lacks, whatever else there is', () => {
    assert.equal(price({ post_processing: ['4xNomos8kSC'] }), 7.8);
    for (const known of KNOWN_POST_PROCESSORS) assert.notEqual(price({ post_processing: [known] }), 7.8);
    for (const newer of POST_PROCESSORS.filter(name => !KNOWN_POST_PROCESSORS.includes(name))) {
      assert.equal(price({ post_processing: [newer] }), 7.8, newer);
      assert.equal(price({ post_processing: ['GFPGAN', newer] }), 9.36, newer);
    }
  });

  test('is that of the closed formula where the network does not know the job', () => {
    const job = pricedImageJob(effectiveImageParams({ steps: 20, control_type: 'not yet invented' }), IMG);
    const formula = { width: 512, height: 512, steps: 20, postProcessors: 0, control: true };
    for (const returnControlMap of [false, true])
      assert.equal(
        imageJobPrice({ ...job, returnControlMap, loras: 1 }),
        legacyImagePrice({ ...formula, returnControlMap }) + 300,
      );
  });

  test('is a positive amount of whole cents whatever is asked for', () => {
    const side = fc.integer({ min: 1, max: 48 }).map(count => count * 64);
    const input = fc.record({
      width: side,
      height: side,
      steps: fc.integer({ min: 1, max: 500 }),
      cfg_scale: fc.integer({ min: 0, max: 100 }),
      denoising_strength: fc.integer({ min: 1, max: 100 }).map(percent => percent / 100),
      sampler_name: fc.constantFrom(...SAMPLERS),
      control_type: fc.constantFrom(null, ...CONTROL_TYPES),
      post_processing: fc.subarray([...POST_PROCESSORS]),
      karras: fc.boolean(),
      hires_fix: fc.boolean(),
    });
    const source = fc.record({
      sourceImage: fc.boolean(),
      sourceMask: fc.boolean(),
      sourceProcessing: fc.constantFrom(...SOURCE_PROCESSINGS),
    });
    fc.assert(
      fc.property(input, source, (asked, from) => {
        const cents = imageJobPrice(pricedImageJob(effectiveImageParams(asked), from));
        assert.ok(Number.isSafeInteger(cents) && cents >= 100 && cents < 100_000_000);
      }),
    );
  });
});
