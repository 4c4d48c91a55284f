import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { SAMPLERS } from '@openhorde/contract';
import fc from 'fast-check';
import { CONSTRAINT_WORDS } from '../shared/constraintWords.ts';
import { COMMON_REQUEST_PREDICATES } from '../shared/predicates.ts';
import { aRequest, aWorker, LEGACY_24, REFERENCE, regen, someFacts } from '../testing/samples.ts';
import { checkImageRequest } from './admission.ts';
import { explain } from './eligibility.ts';
import { GROUP_PREDICATES } from './groupPredicates.ts';
import type { ImageWorkerSettings } from './offer.ts';
import { effectiveImageParams, type ImageParamsInput } from './params.ts';
import { imageReasons } from './reasons.ts';
import type { ImageRequirements, ImageWorkerOffer } from './records.ts';
import { imageRequirements } from './requirements.ts';

const reasons = (request: Partial<ImageRequirements>, ...workers: Partial<ImageWorkerSettings>[]) =>
  imageReasons(
    aRequest(request),
    someFacts(),
    workers.map((worker, i) => aWorker({ id: `w${i}`, ...worker })),
    REFERENCE,
    0,
  );
const nearest = (request: Partial<ImageRequirements>, ...workers: Partial<ImageWorkerSettings>[]) =>
  reasons(request, ...workers).nearest;

describe('why no worker takes a request', () => {
  test('each constraint is told with what it costs in workers, and what it alone costs', () => {
    const told = reasons({ nsfw: true }, { nsfw: false }, { nsfw: false, maxPixels: 1 });
    assert.equal(told.workers, 2);
    assert.deepEqual(
      told.constraints.map(({ name, workers, alone }) => [name, workers, alone]),
      [
        ['nsfw', 2, 1],
        ['size', 1, 0],
      ],
    );
  });

  test('a worker in maintenance or in disguise is not there', () => {
    assert.deepEqual(reasons({}, { maintenance: true }), { workers: 0, constraints: [] });
    const facts = someFacts({ trickedWorkers: new Set(['worker-1']) });
    assert.equal(imageReasons(aRequest(), facts, [aWorker()], REFERENCE, 0).workers, 0);
  });

  test('no worker there: no constraint, no advice', () => {
    assert.deepEqual(reasons({}), { workers: 0, constraints: [] });
  });

  test('every constraint that is told has a sentence, and a word for programs', () => {
    for (const { name } of [...GROUP_PREDICATES, ...COMMON_REQUEST_PREDICATES]) {
      if (['maintenance', 'tricked before', 'any model is no special model'].includes(name)) continue;
      assert.ok(CONSTRAINT_WORDS[name], name);
    }
    const [cost] = reasons({ models: ['other'] }, {}).constraints;
    assert.equal(cost?.name, 'model_offered');
    assert.equal(cost?.message, CONSTRAINT_WORDS['model offered']);
  });
});

describe('the nearest request that a worker would take', () => {
  test('a smaller size of the same shape, the largest that a worker makes', () => {
    const request = { pixels: 1024 * 1536, width: 1024 };
    const changes = nearest(request, { maxPixels: 512 * 512 }, { maxPixels: 768 * 1152 });
    assert.deepEqual(changes, { params: { width: 768, height: 1152 } });
  });

  test('fewer steps, counted as the sampler counts them', () => {
    const worker = { limitMaxSteps: true };
    assert.deepEqual(nearest({ accurateSteps: 50 }, worker), { params: { steps: 30 } });
    assert.deepEqual(nearest({ accurateSteps: 50, sampler: 'k_heun' }, worker), { params: { steps: 15 } });
  });

  test('another schedule before another sampler', () => {
    const worker = { bridgeAgent: 'AI Horde Worker:17:old' };
    assert.deepEqual(nearest({ sampler: 'DDIM' }, worker), { params: { karras: false } });
    assert.deepEqual(nearest({ sampler: 'lcm' }, worker), { params: { sampler_name: 'k_euler_a' } });
  });

  test('another model: of the same family, the one that most workers offer', () => {
    const changes = nearest(
      { models: ['pony'] },
      { models: ['stable_diffusion', 'Deliberate'] },
      { models: ['Deliberate'] },
    );
    assert.deepEqual(changes, { models: ['Deliberate'] });
    assert.deepEqual(nearest({ models: ['pony'] }, { models: ['Deliberate'] }, { models: ['sdxl'] }), {
      models: ['sdxl'],
    });
  });

  test('never a model of another user, nor one that the request cannot go with', () => {
    assert.equal(
      nearest({ models: ['other'] }, { models: ['horde_special::a#1'] }, { models: ['x::b#2'] }),
      undefined,
    );
    const control = { control: true, sourceImage: true };
    assert.deepEqual(nearest({ models: ['other'], ...control }, { models: ['sdxl'] }), {
      models: ['sdxl'],
      params: { control_type: null, image_is_control: null, return_control_map: null, steps: 30 },
    });
  });

  test('without LoRAs, without a source image, with what is left of the post-processors', () => {
    assert.deepEqual(nearest({ loras: true }, { allowLora: false }), { params: { loras: null } });
    assert.deepEqual(nearest({ sourceImage: true }, { allowImg2img: false }), {
      source_image: null,
      source_processing: null,
      source_mask: null,
      extra_source_images: null,
    });
    const worker = { bridgeAgent: regen(12) };
    assert.deepEqual(nearest({ postProcessing: ['GFPGAN', '4xNomos8kSC'] }, worker), {
      params: { post_processing: ['GFPGAN'] },
    });
  });

  test('two changes where one is not enough, one where it is', () => {
    const [small, plain] = [{ maxPixels: 512 * 512 }, { allowLora: false, maxPixels: 512 * 512 }];
    const request = { loras: true, pixels: 1024 * 1024, width: 1024 };
    const size = { width: 512, height: 512 };
    assert.deepEqual(nearest(request, plain), { params: { ...size, loras: null } });
    assert.deepEqual(nearest(request, plain, small), { params: size });
  });

  test('none where three would have to change, or nothing can be changed', () => {
    assert.equal(
      nearest(
        { loras: true, pixels: 1024 ** 2, nsfw: true },
        { allowLora: false, maxPixels: 4096, nsfw: false },
      ),
      undefined,
    );
    assert.equal(nearest({ safeIp: false }, { allowUnsafeIp: false }), undefined);
  });
});

describe('law', () => {
  interface Body {
    params: ImageParamsInput;
    models: string[];
    nsfw: boolean;
    slow_workers: boolean;
    extra_slow_workers: boolean;
    trusted_workers: boolean;
    r2: boolean;
    source_image?: string | undefined;
    source_processing?: string;
  }
  /** Most wishes of most requests are ordinary: else nothing near would do. */
  const rarely = fc.nat(4).map(n => n === 0);
  const often = rarely.map(value => !value);
  const body: fc.Arbitrary<Body> = fc.record(
    {
      params: fc.record(
        {
          width: fc.integer({ min: 1, max: 48 }).map(n => n * 64),
          height: fc.integer({ min: 1, max: 48 }).map(n => n * 64),
          steps: fc.integer({ min: 1, max: 120 }),
          sampler_name: fc.constantFrom(...SAMPLERS),
          karras: often,
          hires_fix: rarely,
          tiling: rarely,
          transparent: rarely,
          clip_skip: rarely.map(Number).map(n => n + 1),
          control_type: fc.constantFrom(undefined, undefined, undefined, 'canny'),
          return_control_map: rarely,
          batch_index: fc.constantFrom(undefined, undefined, undefined, 3),
          seed: fc.constant('7'),
          loras: fc.constantFrom(undefined, undefined, [{ name: '1', is_version: true }], [{ name: 'x' }]),
          post_processing: fc.subarray(['GFPGAN', 'RealESRGAN_x4plus', 'RestoreFormer']),
        },
        { requiredKeys: [] },
      ) as fc.Arbitrary<ImageParamsInput>,
      models: fc.subarray(['stable_diffusion', 'sdxl', 'flux', 'cascade', 'inpainting', 'other']),
      nsfw: rarely,
      slow_workers: often,
      extra_slow_workers: often,
      trusted_workers: rarely,
      r2: often,
      source_image: fc.constantFrom(undefined, undefined, 'x'),
      source_processing: fc.constantFrom('img2img', 'inpainting', 'outpainting'),
    },
    {
      requiredKeys: [
        'params',
        'models',
        'nsfw',
        'slow_workers',
        'extra_slow_workers',
        'trusted_workers',
        'r2',
      ],
    },
  );
  const worker: fc.Arbitrary<ImageWorkerOffer> = fc
    .record({
      bridgeAgent: fc.constantFrom(regen(13), regen(5), LEGACY_24, 'x:1:y', 'HordeAutoWebBridge:2:web'),
      models: fc.subarray(['stable_diffusion', 'sdxl', 'flux', 'inpainting', 'cascade'], { minLength: 1 }),
      maxPixels: fc.integer({ min: 4096, max: 3072 ** 2 }),
      speed: fc.constantFrom(100_000, 1_000_000),
      nsfw: fc.boolean(),
      extraSlow: rarely,
      allowImg2img: often,
      allowLora: often,
      allowControlnet: fc.boolean(),
      allowPostProcessing: often,
      ownerTrusted: fc.boolean(),
      limitMaxSteps: fc.boolean(),
    })
    .map(settings => aWorker(settings));

  const requirementsOf = (b: Body) =>
    imageRequirements(effectiveImageParams(b.params), {
      models: b.models,
      nsfw: b.nsfw,
      trustedWorkers: b.trusted_workers,
      slowWorkers: b.slow_workers,
      extraSlowWorkers: b.extra_slow_workers,
      safeIp: true,
      requesterTrusted: false,
      r2: b.r2,
      sourceImage: b.source_image !== undefined,
      sourceProcessing: b.source_image === undefined ? 'txt2img' : (b.source_processing ?? 'img2img'),
      extraSourceImages: 0,
      disableBatching: false,
      workerList: null,
    });
  const isAdmitted = (b: Body) =>
    !checkImageRequest(
      {
        prompt: 'x',
        params: b.params,
        models: b.models,
        sourceImage: b.source_image !== undefined,
        sourceMask: false,
        sourceProcessing: b.source_processing ?? 'img2img',
        extraSourceImages: 0,
        disableBatching: false,
        clientAgent: '',
      },
      { id: 7, trusted: false, patron: false, special: false, safeIp: true },
      REFERENCE,
    );
  /** RFC 7396. */
  const patched = (target: unknown, patch: unknown): unknown => {
    if (typeof patch !== 'object' || patch === null || Array.isArray(patch)) return patch;
    const into = { ...(target as Record<string, unknown>) };
    for (const [key, value] of Object.entries(patch)) {
      if (value === null) delete into[key];
      else into[key] = patched(into[key], value);
    }
    return into;
  };

  test('a request with the advice merged in is admitted and possible', () => {
    let advised = 0;
    fc.assert(
      fc.property(body, fc.array(worker, { minLength: 1, maxLength: 4 }), (request, workers) => {
        fc.pre(isAdmitted(request));
        const possible = (b: Body) =>
          explain(requirementsOf(b), someFacts(), workers, REFERENCE, 0).fitting > 0;
        fc.pre(!possible(request));
        const advice = imageReasons(requirementsOf(request), someFacts(), workers, REFERENCE, 0).nearest;
        if (!advice) return;
        advised++;
        const better = patched(request, advice) as Body;
        assert.ok(isAdmitted(better), JSON.stringify(advice));
        assert.ok(possible(better), JSON.stringify(advice));
      }),
      { numRuns: 500 },
    );
    assert.ok(advised > 50, `${advised} pieces of advice`);
  });
});
