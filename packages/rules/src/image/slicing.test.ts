import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { aRequest, REFERENCE } from '../testing/samples.ts';
import { rawBatch, sliceOf } from './slicing.ts';

const WAITING = 20;

// The table of the spec (made for the divisor 3.5), with what it comes to for ours.
const TABLE: [
  worker: string,
  side: number,
  amount: number,
  w: number,
  h: number,
  post: string[],
  model: string,
  old: number,
  slice35: number,
  slice3: number,
][] = [
  ['2048²', 2048, 20, 512, 512, [], 'stable_diffusion', 91.43, 20, 20],
  ['2048²', 2048, 20, 1024, 1024, [], 'stable_diffusion', 22.86, 20, 20],
  ['2048²', 2048, 20, 1536, 1536, [], 'stable_diffusion', 10.16, 10, 12],
  ['2048²', 2048, 20, 2048, 2048, [], 'stable_diffusion', 5.71, 6, 7],
  ['2048²', 2048, 20, 1024, 1024, ['RealESRGAN_x4plus'], 'stable_diffusion', 9.07, 9, 11],
  ['2048²', 2048, 20, 1024, 1024, [], 'flux', 4.57, 5, 5],
  ['2048²', 2048, 5, 1024, 1024, ['GFPGAN', 'strip_background'], 'stable_diffusion', 3.17, 3, 4],
  ['1024²', 1024, 4, 512, 512, [], 'stable_diffusion', 4.57, 4, 4],
  ['1024²', 1024, 4, 1024, 1024, [], 'stable_diffusion', 1.14, 1, 1],
  ['1024²', 1024, 8, 512, 768, [], 'stable_diffusion', 6.1, 6, 7],
  ['512²', 512, 4, 512, 512, [], 'stable_diffusion', 1.14, 1, 1],
];

describe('slicing a request into batches', () => {
  for (const [worker, side, amount, w, h, postProcessing, model, old, slice35, slice3] of TABLE) {
    test(`${worker}, ${amount} asked for, ${w}×${h} ${model} ${postProcessing.join('+')}: ${slice3}`, () => {
      const request = aRequest({ pixels: w * h, postProcessing, models: [model] });
      const offer = { maxPixels: side ** 2, amount };
      assert.equal(Math.round(rawBatch(request, offer, REFERENCE, 3.5) * 100) / 100, old);
      assert.equal(sliceOf(request, WAITING, offer, REFERENCE, 3.5), slice35);
      assert.equal(sliceOf(request, WAITING, offer, REFERENCE), slice3);
    });
  }

  test('what is on record: 3 of 512×768 for a worker of 1024² that asks for 4', () => {
    const request = aRequest({ pixels: 512 * 768 });
    assert.equal(sliceOf(request, 4, { maxPixels: 1024 ** 2, amount: 4 }, REFERENCE), 3);
  });

  test('one at a time when batching is off, never more than wanted', () => {
    const offer = { maxPixels: 2048 ** 2, amount: 20 };
    assert.equal(sliceOf(aRequest({ disableBatching: true }), 5, offer, REFERENCE), 1);
    assert.equal(sliceOf(aRequest(), 3, offer, REFERENCE), 3);
  });

  test('what is transparent weighs like a heavy post-processor', () => {
    const offer = { maxPixels: 2048 ** 2, amount: 20 };
    assert.equal(sliceOf(aRequest({ pixels: 1024 ** 2, transparent: true }), 20, offer, REFERENCE), 15);
  });

  test('each heavy post-processor makes the batch weigh more, and so does transparency', () => {
    const offer = { maxPixels: 2048 ** 2, amount: 20 };
    const slice = (more: Parameters<typeof aRequest>[0]) =>
      sliceOf(aRequest({ pixels: 1024 ** 2, ...more }), 20, offer, REFERENCE);
    assert.equal(slice({ postProcessing: ['CodeFormers', 'RealESRGAN_x4plus'] }), 5);
    assert.equal(slice({ postProcessing: ['CodeFormers', 'RealESRGAN_x4plus'], transparent: true }), 2);
    assert.equal(slice({ postProcessing: ['GFPGAN', 'RealESRGAN_x4plus'] }), 8);
  });

  test('stays between 1 and what was asked for and wanted', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 64 * 64, max: 3072 ** 2 }),
        fc.integer({ min: 1, max: 20 }),
        fc.integer({ min: 1, max: 20 }),
        fc.integer({ min: 64 * 64, max: 4096 ** 2 }),
        fc.subarray(['GFPGAN', 'RealESRGAN_x4plus']),
        (pixels, waiting, amount, maxPixels, postProcessing) => {
          const slice = sliceOf(
            aRequest({ pixels, postProcessing }),
            waiting,
            { maxPixels, amount },
            REFERENCE,
          );
          assert.ok(Number.isInteger(slice) && slice >= 1 && slice <= Math.min(amount, waiting));
        },
      ),
    );
  });
});
