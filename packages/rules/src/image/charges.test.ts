import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { REFERENCE } from '../testing/samples.ts';
import {
  activationTax,
  type ChargedJob,
  imageEstimate,
  imageJobCharge,
  imageJobPay,
  imageJobReward,
  TAX_RULE,
} from './charges.ts';
import { estimateMultiplier, modelMultiplier } from './multipliers.ts';
import { legacyImagePrice } from './price/legacyPrice.ts';

const job = (changes: Partial<ChargedJob> = {}): ChargedJob => ({
  priceCents: 2099,
  modelMultiplier: 2,
  censored: false,
  sourceImage: false,
  upscalers: 0,
  slowWorkers: true,
  workerBlacklist: false,
  ...changes,
});

describe('the formula of before the network', () => {
  const VECTORS: [what: string, kudos: number, job: Partial<Parameters<typeof legacyImagePrice>[0]>][] = [
    ['512²×50', 10.83, { steps: 50 }],
    ['512²×30', 6.5, {}],
    ['1024²×30', 36.04, { width: 1024, height: 1024 }],
    ['512²×20 with a control type', 12.99, { steps: 20, control: true }],
    ['512²×30 and a post-processor', 7.8, { postProcessors: 1 }],
  ];
  for (const [what, kudos, changes] of VECTORS) {
    test(`${what} costs ${kudos}`, () => {
      const plain = {
        width: 512,
        height: 512,
        steps: 30,
        postProcessors: 0,
        control: false,
        returnControlMap: false,
      };
      assert.equal(legacyImagePrice({ ...plain, ...changes }), Math.round(kudos * 100));
    });
  }
});

describe('a job', () => {
  test('of the worked example: SDXL, 1024², 30 steps', () => {
    assert.equal(imageJobReward(2099, 2), 4198);
    assert.equal(imageJobCharge(job()), 4298);
    assert.equal(imageJobCharge(job({ slowWorkers: false })), 5158);
    assert.equal(imageJobCharge(job({ slowWorkers: false, workerBlacklist: true })), 5673);
  });

  test('costs more with a source image and for each upscaler', () => {
    assert.equal(imageJobCharge(job({ sourceImage: true })), 5557);
    assert.equal(imageJobCharge(job({ upscalers: 1 })), 4508);
  });

  test('that was censored costs the fee alone', () => {
    assert.equal(imageJobCharge(job({ censored: true })), 100);
    assert.equal(imageJobCharge(job({ censored: true, sourceImage: true, slowWorkers: false })), 120);
    assert.equal(imageJobCharge(job({ censored: true, workerBlacklist: true })), 110);
    assert.equal(imageJobCharge(job({ censored: true, workerBlacklist: true, slowWorkers: false })), 132);
  });

  test('pays by family of the model that did it', () => {
    const plain = { hires_fix: false };
    assert.equal(modelMultiplier('stable_diffusion_1', plain), 1);
    assert.equal(modelMultiplier('stable_diffusion_xl', plain), 2);
    assert.equal(modelMultiplier('stable_diffusion_xl', { ...plain, workflow: 'qr_code' }), 4);
    assert.equal(modelMultiplier('stable_cascade', plain), 4);
    assert.equal(modelMultiplier('stable_cascade', { hires_fix: true }), 7);
    assert.equal(modelMultiplier('flux_1', plain), 8);
    assert.equal(modelMultiplier('z_image_turbo', plain), 8);
    assert.equal(modelMultiplier('qwen_image', plain), 12);
    assert.equal(modelMultiplier('openhorde_tiny', plain), 1);
  });

  test('pays less through a bridge that is old or unknown', () => {
    assert.equal(imageJobPay(4198, 100), 4198);
    assert.equal(imageJobPay(4198, 90), 3778);
    assert.equal(imageJobPay(4198, 75), 3148);
  });

  test('is never charged less than the fee, and never less for more', () => {
    const anyJob = fc.record({
      priceCents: fc.nat({ max: 10_000_000 }),
      modelMultiplier: fc.constantFrom(1, 2, 4, 7, 8, 12),
      censored: fc.boolean(),
      sourceImage: fc.boolean(),
      upscalers: fc.nat({ max: 3 }),
      slowWorkers: fc.boolean(),
      workerBlacklist: fc.boolean(),
    });
    fc.assert(
      fc.property(anyJob, fc.nat({ max: 1000 }), (charged, more) => {
        const charge = imageJobCharge(charged);
        assert.ok(Number.isSafeInteger(charge) && charge >= 100);
        assert.ok(imageJobCharge({ ...charged, priceCents: charged.priceCents + more }) >= charge);
        if (!charged.censored)
          assert.ok(charge >= imageJobReward(charged.priceCents, charged.modelMultiplier));
      }),
    );
  });
});

describe('a request', () => {
  test('is taxed once: 1, 5 for each extra source image, 2 for another user’s style', () => {
    assert.equal(activationTax({ extraSourceImages: 0, foreignStyle: false }), 100);
    assert.equal(activationTax({ extraSourceImages: 2, foreignStyle: true }), 1300);
    const original = { ...TAX_RULE, imageSurchargeCents: 200 };
    assert.equal(activationTax({ extraSourceImages: 0, foreignStyle: false }, original), 300);
  });

  test('is estimated by one job, their number and its first model', () => {
    const plain = {
      priceCents: 710,
      sourceImage: false,
      upscalers: 0,
      slowWorkers: true,
      workerBlacklist: false,
    };
    assert.equal(imageEstimate(plain, 1, 1), 910);
    assert.equal(imageEstimate(plain, 20, 1), 16_300);
    assert.equal(imageEstimate(plain, 1, 2), 1720);
    assert.equal(estimateMultiplier([], REFERENCE), 2);
    assert.equal(estimateMultiplier(['cascade', 'qwen'], REFERENCE), 4);
    assert.equal(estimateMultiplier(['qwen'], REFERENCE), 12);
  });
});
