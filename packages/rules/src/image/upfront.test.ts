import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { REFERENCE } from '../testing/samples.ts';
import { downgradedParams, downgradedSize, downgradedSteps } from './downgrade.ts';
import { accurateSteps, effectiveImageParams, type ImageParamsInput } from './params.ts';
import { isLcm, maxResolution, rawMaxResolution, upfrontNeed } from './upfront.ts';

const IDLE = { threads: 0, queuedRequests: 0 };

describe('the largest size that the horde gives away', () => {
  const TABLE: [threads: number, queuedRequests: number, raw: number, side: number][] = [
    [0, 0, 1024, 1024],
    [100, 1000, 1124, 1024],
    [100, 1500, 674, 674],
    [50, 1200, 444, 576],
    [200, 3500, -126, 576],
  ];
  for (const [threads, queuedRequests, raw, side] of TABLE) {
    test(`${threads} threads, ${queuedRequests} waiting: ${side}`, () => {
      assert.equal(rawMaxResolution({ threads, queuedRequests }), raw);
      assert.equal(maxResolution({ threads, queuedRequests }, ['stable_diffusion'], REFERENCE), side);
    });
  }

  test('is never so small that a model cannot draw', () => {
    const busy = { threads: 0, queuedRequests: 10_000 };
    assert.equal(maxResolution(busy, [], REFERENCE), 576);
    assert.equal(maxResolution(busy, ['stable_diffusion', 'sd2'], REFERENCE), 768);
    for (const model of ['sdxl', 'cascade', 'flux'])
      assert.equal(maxResolution(busy, [model], REFERENCE), 1024);
  });
});

describe('kudos are needed beforehand', () => {
  const need = (input: ImageParamsInput, models = ['stable_diffusion'], more = {}) =>
    upfrontNeed(
      {
        params: effectiveImageParams(input),
        models,
        slowWorkers: true,
        workerList: false,
        workerListNeedsKudos: false,
        load: IDLE,
        ...more,
      },
      REFERENCE,
    )?.reason;

  test('by who wants no slow workers', () =>
    assert.equal(need({}, [], { slowWorkers: false }), 'slow_workers'));

  test('for a large image', () => {
    assert.equal(need({ width: 1088, height: 1024 }), 'resolution');
    assert.equal(need({ width: 1024, height: 1024 }), undefined);
    assert.equal(need({ width: 2048, height: 512 }), undefined);
  });

  test('for more steps than the strictest named model is made for, 40 otherwise', () => {
    assert.equal(need({ steps: 41 }), 'steps');
    assert.equal(need({ steps: 41 }, []), 'steps');
    assert.equal(need({ steps: 40 }), undefined);
    assert.equal(need({ steps: 21, sampler_name: 'k_heun' }), 'steps');
    assert.equal(need({ steps: 9 }, ['stable_diffusion', 'flux']), 'steps');
    assert.equal(need({ steps: 31 }, ['cascade']), 'steps');
    assert.equal(need({ steps: 30 }, ['cascade']), undefined);
  });

  test('for more than ten steps of a sampler or LoRA that needs few', () => {
    assert.equal(need({ steps: 11, sampler_name: 'lcm' }), 'lcm_steps');
    assert.equal(need({ steps: 10, sampler_name: 'lcm' }), undefined);
    assert.ok(isLcm(effectiveImageParams({ loras: [{ name: '195519' }] })));
    assert.ok(isLcm(effectiveImageParams({ loras: [{ name: '247778', is_version: true }] })));
    assert.ok(!isLcm(effectiveImageParams({ loras: [{ name: '247778' }] })));
  });

  test('for a control type with more than 20 steps', () => {
    assert.equal(need({ control_type: 'canny', steps: 21 }), 'control_steps');
    assert.equal(need({ control_type: 'canny' }), undefined);
  });

  test('for a worker list, where the operator wants it so; smaller does not help there', () => {
    const list = { workerList: true, workerListNeedsKudos: true };
    assert.equal(need({}, [], list), 'worker_list');
    assert.equal(need({}, [], { ...list, workerListNeedsKudos: false }), undefined);
    const question = { params: effectiveImageParams({}), models: [], slowWorkers: true, load: IDLE, ...list };
    assert.equal(upfrontNeed(question, REFERENCE)?.downgradable, false);
  });
});

describe('making a request smaller', () => {
  const TABLE: [w: number, h: number, side: number, width: number, height: number][] = [
    [1024, 1024, 576, 576, 576],
    [1024, 1024, 768, 768, 768],
    [1536, 1024, 1024, 1216, 832],
    [1920, 1080, 1024, 1344, 768],
    [768, 512, 576, 704, 448],
    [3072, 512, 576, 1408, 192],
    [512, 512, 576, 512, 512],
  ];
  for (const [w, h, side, width, height] of TABLE) {
    test(`${w}×${h} within ${side}² is ${width}×${height}`, () => {
      assert.deepEqual(downgradedSize(w, h, side), { width, height });
    });
  }

  test('makes it small enough, on the grid, and no smaller than 512²', () => {
    const side = fc.integer({ min: 1, max: 48 }).map(count => count * 64);
    fc.assert(
      fc.property(side, side, fc.integer({ min: 576, max: 1024 }), (w, h, most) => {
        const size = downgradedSize(w, h, most);
        const area = size.width * size.height;
        assert.ok(area <= most ** 2);
        assert.ok(size.width % 64 === 0 && size.height % 64 === 0);
        assert.ok(area >= Math.min(512 ** 2, w * h));
      }),
    );
  });

  test('lowers steps to what is free for its models, its sampler and its control type', () => {
    const steps = (input: ImageParamsInput, models = ['stable_diffusion']) =>
      downgradedParams(effectiveImageParams(input), models, IDLE, REFERENCE).steps;
    assert.equal(steps({ steps: 60 }), 30);
    assert.equal(steps({ steps: 60 }, []), 30);
    assert.equal(steps({ steps: 60, sampler_name: 'k_heun' }), 15);
    assert.equal(steps({ steps: 60 }, ['flux']), 8);
    assert.equal(steps({ steps: 60, control_type: 'canny' }), 20);
    assert.equal(steps({ steps: 60, sampler_name: 'lcm', control_type: 'canny' }), 10);
    assert.equal(downgradedSteps('k_dpm_adaptive', 30, 8), 4, 'in vain, and it stops');
  });

  test('leaves a request that needs no kudos any more', () => {
    fc.assert(
      fc.property(
        fc.record({
          width: fc.integer({ min: 1, max: 48 }).map(count => count * 64),
          height: fc.integer({ min: 1, max: 48 }).map(count => count * 64),
          steps: fc.integer({ min: 1, max: 500 }),
          sampler_name: fc.constantFrom('k_euler', 'k_heun', 'lcm'),
          control_type: fc.constantFrom(null, 'canny'),
        }),
        fc.subarray(['stable_diffusion', 'sdxl', 'cascade', 'flux']),
        fc.record({ threads: fc.nat({ max: 300 }), queuedRequests: fc.nat({ max: 5000 }) }),
        (input, models, load) => {
          const params = downgradedParams(effectiveImageParams(input), models, load, REFERENCE);
          assert.ok(params.steps >= 1 && accurateSteps(params.sampler_name, params.steps) <= 500);
          const question = {
            params,
            models,
            slowWorkers: true,
            workerList: false,
            workerListNeedsKudos: false,
            load,
          };
          assert.equal(upfrontNeed(question, REFERENCE), undefined);
        },
      ),
    );
  });
});
