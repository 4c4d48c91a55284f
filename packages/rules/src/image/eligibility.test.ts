import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { countersOf } from '../testing/counters.ts';
import { aRequest, aWorker, LEGACY_24, REFERENCE, regen, someFacts } from '../testing/samples.ts';
import { countGroupSkips, explain, groupSkip, imageSkip, requestSkip } from './eligibility.ts';
import type { ImageWorkerSettings } from './offer.ts';
import { type ImageRequirements, signatureOf } from './records.ts';
import { type SkipCounters, zeroSkipCounters } from './skipCounters.ts';

describe('who is served all the same', () => {
  const fits = (request: Partial<ImageRequirements>, worker: Partial<ImageWorkerSettings>, facts = {}) =>
    imageSkip(aRequest(request), someFacts(facts), aWorker(worker), REFERENCE) === undefined;

  test('a plain request, a request of exactly the worker’s size, one without models', () => {
    assert.ok(fits({}, {}));
    assert.ok(fits({ pixels: 512 * 512 }, { maxPixels: 512 * 512 }));
    assert.ok(fits({ models: [] }, { models: ['sdxl'] }));
    assert.ok(fits({ models: ['sdxl', 'stable_diffusion'] }, {}));
  });

  test('the owner and priority users of a worker in maintenance', () => {
    assert.ok(fits({}, { maintenance: true }, { requesterId: 3 }));
    assert.ok(fits({}, { maintenance: true, priorityUserIds: [7] }));
  });

  test('who is trusted, has priority or has the kudos, where kudos are wanted upfront', () => {
    const poor = { requesterKudosCents: 0 };
    assert.ok(fits({ requesterTrusted: true }, { requireUpfrontKudos: true }, poor));
    assert.ok(fits({}, { requireUpfrontKudos: true, priorityUserIds: [7] }, poor));
    assert.ok(fits({}, { requireUpfrontKudos: true }, { requesterKudosCents: 761 }));
  });

  test('an unknown bridge draws what the old worker could, without the object store', () => {
    assert.ok(fits({ r2: false }, { bridgeAgent: 'unknown:0:unknown' }));
    assert.ok(!fits({ r2: false, sampler: 'lcm' }, { bridgeAgent: 'unknown:0:unknown' }));
  });

  test('the steps of the models that a request names count, where it names more than one', () => {
    const worker = { limitMaxSteps: true, models: ['stable_diffusion', 'flux'] };
    assert.ok(!fits({ accurateSteps: 20 }, worker), 'one name: the worker’s models, flux among them');
    assert.ok(fits({ accurateSteps: 20, models: ['stable_diffusion', 'sd2'] }, worker));
  });
});

describe('counters of an empty answer', () => {
  test('four of them appear only when something was skipped', () => {
    assert.deepEqual(zeroSkipCounters(), {
      worker_id: 0,
      performance: 0,
      nsfw: 0,
      untrusted: 0,
      models: 0,
      bridge_version: 0,
      unsafe_ip: 0,
      img2img: 0,
      painting: 0,
      'post-processing': 0,
      lora: 0,
      controlnet: 0,
    });
  });

  test('each reason counts by itself; the missing features of an old bridge count once, however many there are', () => {
    const request = aRequest({
      nsfw: true,
      loras: true,
      control: true,
      tiling: true,
      textualInversions: true,
    });
    const worker = aWorker({ nsfw: false, bridgeAgent: 'AI Horde Worker:12:old', maxPixels: 100 });
    assert.deepEqual(countersOf(request, someFacts(), worker), { max_pixels: 1, nsfw: 1, bridge_version: 1 });
  });

  test('slow and extra slow count apart', () => {
    const worker = aWorker({ speed: 1, extraSlow: true });
    assert.deepEqual(countersOf(aRequest({ slowWorkers: false }), someFacts(), worker), { performance: 2 });
  });

  test('a group counts as many times as it has requests', () => {
    const counters: SkipCounters = { nsfw: 1 };
    countGroupSkips(counters, aRequest({ nsfw: true }), aWorker({ nsfw: false }), REFERENCE, 40);
    assert.deepEqual(counters, { nsfw: 41 });
  });
});

describe('possible, and why not', () => {
  const now = 1_000_000;
  const here = { lastCheckInMs: now - 300_000 };
  const possible = (worker: Partial<ImageWorkerSettings>, facts = {}) =>
    explain(aRequest(), someFacts(facts), [aWorker({ ...here, ...worker })], REFERENCE, now).fitting > 0;

  test('needs a worker that is online, fits, and is not paused but for its owner', () => {
    assert.ok(possible({}));
    assert.ok(!possible({ lastCheckInMs: now - 300_001 }));
    assert.ok(!possible({ maxPixels: 1 }));
    assert.ok(!possible({ paused: true }));
    assert.ok(possible({ paused: true }, { requesterId: 3 }));
    assert.equal(explain(aRequest(), someFacts(), [], REFERENCE, now).fitting, 0);
  });

  test('explains what each constraint costs in workers', () => {
    const workers = [
      aWorker({ ...here, id: 'a', nsfw: false }),
      aWorker({ ...here, id: 'b', nsfw: false, maxPixels: 1 }),
      aWorker({ ...here, id: 'c' }),
      aWorker({ id: 'gone', lastCheckInMs: 0 }),
    ];
    assert.deepEqual(explain(aRequest({ nsfw: true }), someFacts(), workers, REFERENCE, now), {
      workers: 3,
      fitting: 1,
      constraints: [
        { name: 'nsfw', reason: 'nsfw', workers: 2, onlyThis: 1 },
        { name: 'size', reason: 'max_pixels', workers: 1, onlyThis: 0 },
      ],
    });
  });
});

describe('laws', () => {
  const request = fc.record({
    pixels: fc.integer({ min: 4096, max: 3072 ** 2 }),
    accurateSteps: fc.integer({ min: 1, max: 1000 }),
    models: fc.subarray(['stable_diffusion', 'sdxl', 'flux', 'inpainting', 'other']),
    postProcessing: fc.subarray(['GFPGAN', 'RealESRGAN_x4plus', 'RestoreFormer']),
    sampler: fc.constantFrom('k_euler', 'lcm', 'DDIM'),
    ...Object.fromEntries(
      (
        [
          'nsfw',
          'trustedWorkers',
          'slowWorkers',
          'safeIp',
          'r2',
          'sourceImage',
          'painting',
          'tiling',
          'hiresFix',
          'control',
          'loras',
          'transparent',
          'karras',
        ] as const
      ).map(flag => [flag, fc.boolean()]),
    ),
  }) as fc.Arbitrary<Partial<ImageRequirements>>;
  const worker = fc.record({
    bridgeAgent: fc.constantFrom(regen(13), regen(5), LEGACY_24, 'x:1:y', 'HordeAutoWebBridge:2:web'),
    models: fc.subarray(['stable_diffusion', 'sdxl', 'flux', 'inpainting'], { minLength: 1 }),
    maxPixels: fc.integer({ min: 4096, max: 3072 ** 2 }),
    nsfw: fc.boolean(),
    allowImg2img: fc.boolean(),
    allowLora: fc.boolean(),
    ownerTrusted: fc.boolean(),
    limitMaxSteps: fc.boolean(),
  });

  test('requests of one signature get one answer from every worker', () => {
    fc.assert(
      fc.property(request, request, worker, (a, b, w) => {
        const [first, second] = [aRequest(a), aRequest(b)];
        if (signatureOf(first) !== signatureOf(second)) return;
        assert.equal(groupSkip(first, aWorker(w), REFERENCE), groupSkip(second, aWorker(w), REFERENCE));
      }),
    );
  });

  test('the signature does not know the order of names, and nothing else is lost in it', () => {
    fc.assert(
      fc.property(request, request, (a, b) => {
        const sorted = (r: ImageRequirements) =>
          JSON.stringify({
            ...r,
            models: [...r.models].sort(),
            postProcessing: [...r.postProcessing].sort(),
          });
        const [first, second] = [aRequest(a), aRequest(b)];
        assert.equal(signatureOf(first) === signatureOf(second), sorted(first) === sorted(second));
        assert.equal(signatureOf({ ...first, models: [...first.models].reverse() }), signatureOf(first));
      }),
    );
  });

  test('a request that is skipped for a told reason of its group is never counted as fitting', () => {
    fc.assert(
      fc.property(request, worker, (r, w) => {
        const fits = countGroupSkips({}, aRequest(r), aWorker(w), REFERENCE);
        assert.equal(fits, groupSkip(aRequest(r), aWorker(w), REFERENCE) === undefined);
      }),
    );
  });

  test('request and group together are the whole question', () => {
    assert.equal(requestSkip(someFacts(), aWorker(), aRequest()), undefined);
    assert.equal(groupSkip(aRequest(), aWorker(), REFERENCE), undefined);
  });
});
