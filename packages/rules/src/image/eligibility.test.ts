import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { aRequest, aWorker, REFERENCE, someFacts } from '../testing/samples.ts';
import {
  GROUP_IN_ORDER,
  groupSkip,
  imageSkip,
  isPossible,
  REQUEST_IN_ORDER,
  requestSkip,
} from './eligibility.ts';
import { explain } from './explain.ts';
import type { ImageWorkerSettings } from './offer.ts';
import type { SkipReason } from './predicates.ts';
import { type ImageRequirements, type RequestFacts, signatureOf } from './records.ts';
import { countGroupSkips, countRequestSkip, type SkipCounters, zeroSkipCounters } from './skipCounters.ts';

const LEGACY_24 = 'AI Horde Worker:24:https://example.org/old';
const regen = (version: number) => `AI Horde Worker reGen:${version}.0.0:https://example.org`;

interface Case {
  name: string;
  request?: Partial<ImageRequirements>;
  facts?: Partial<RequestFacts>;
  worker?: Partial<ImageWorkerSettings>;
  reason: SkipReason;
  /** What the request adds to the counters of an empty answer. */
  counts: SkipCounters;
}

// One for each predicate of the table, under its name; several where it has more than one reason.
const CASES: Case[] = [
  { name: 'size', request: { pixels: 2049 * 2048 }, reason: 'max_pixels', counts: { max_pixels: 1 } },
  { name: 'model offered', request: { models: ['sdxl', 'sd2'] }, reason: 'models', counts: { models: 1 } },
  {
    name: 'any model is no special model',
    request: { models: [] },
    worker: { models: ['horde_special::me#3'] },
    reason: 'hidden',
    counts: {},
  },
  {
    name: 'img2img',
    request: { sourceImage: true },
    worker: { allowImg2img: false },
    reason: 'img2img',
    counts: { img2img: 1 },
  },
  {
    name: 'img2img',
    request: { sourceImage: true, r2: false },
    worker: { bridgeAgent: 'SD-WebUI Stable Horde Worker Bridge:4:web' },
    reason: 'bridge_version',
    counts: { bridge_version: 1 },
  },
  {
    name: 'painting',
    request: { sourceImage: true, painting: true },
    worker: { allowPainting: false, models: ['stable_diffusion', 'inpainting'] },
    reason: 'painting',
    counts: { painting: 1 },
  },
  {
    name: 'painting',
    request: { sourceImage: true, painting: true, r2: false, karras: false, sampler: 'k_euler' },
    worker: { bridgeAgent: 'HordeAutoWebBridge:2:web', models: ['stable_diffusion', 'inpainting'] },
    reason: 'bridge_version',
    counts: { bridge_version: 1 },
  },
  {
    name: 'extra source images',
    request: { extraSourceImages: true },
    worker: { bridgeAgent: regen(4) },
    reason: 'bridge_version',
    counts: { bridge_version: 1 },
  },
  {
    name: 'unsafe address',
    request: { safeIp: false, requesterTrusted: true },
    worker: { allowUnsafeIp: false },
    reason: 'unsafe_ip',
    counts: { unsafe_ip: 1 },
  },
  { name: 'nsfw', request: { nsfw: true }, worker: { nsfw: false }, reason: 'nsfw', counts: { nsfw: 1 } },
  {
    name: 'object store',
    worker: { bridgeAgent: 'unknown:0:unknown' },
    reason: 'bridge_version',
    counts: { bridge_version: 1 },
  },
  {
    name: 'lora',
    request: { loras: true },
    worker: { allowLora: false },
    reason: 'lora',
    counts: { lora: 1 },
  },
  {
    name: 'lora',
    request: { loras: true },
    worker: { bridgeAgent: 'AI Horde Worker:21:old' },
    reason: 'bridge_version',
    counts: { bridge_version: 1 },
  },
  {
    name: 'textual inversion',
    request: { textualInversions: true },
    worker: { bridgeAgent: 'AI Horde Worker:23:old' },
    reason: 'bridge_version',
    counts: { bridge_version: 1 },
  },
  {
    name: 'post-processing',
    request: { postProcessing: ['GFPGAN'] },
    worker: { allowPostProcessing: false },
    reason: 'post-processing',
    counts: { 'post-processing': 1 },
  },
  {
    name: 'post-processing',
    request: { postProcessing: ['CodeFormers'] },
    worker: { bridgeAgent: 'SD-WebUI Stable Horde Worker Bridge:4:web' },
    reason: 'bridge_version',
    counts: { bridge_version: 1 },
  },
  {
    name: 'controlnet',
    request: { control: true },
    worker: { allowControlnet: false },
    reason: 'controlnet',
    counts: { controlnet: 1 },
  },
  {
    name: 'controlnet',
    request: { control: true },
    worker: { bridgeAgent: 'AI Horde Worker:14:old' },
    reason: 'bridge_version',
    counts: { bridge_version: 1 },
  },
  {
    name: 'slow worker',
    request: { slowWorkers: false },
    worker: { speed: 499_999 },
    reason: 'performance',
    counts: { performance: 1 },
  },
  {
    name: 'extra slow worker',
    worker: { extraSlow: true },
    reason: 'performance',
    counts: { performance: 1 },
  },
  {
    name: 'transparent',
    request: { transparent: true },
    worker: { bridgeAgent: regen(7) },
    reason: 'bridge_version',
    counts: { bridge_version: 1 },
  },
  {
    name: 'transparent',
    request: { transparent: true },
    worker: { allowSdxlControlnet: false },
    reason: 'controlnet',
    counts: { controlnet: 1 },
  },
  {
    name: 'worker list',
    request: { workerList: { ids: ['worker-2'], exclude: false } },
    reason: 'worker_id',
    counts: { worker_id: 1 },
  },
  {
    name: 'worker list',
    request: { workerList: { ids: ['worker-1'], exclude: true } },
    reason: 'worker_id',
    counts: { worker_id: 1 },
  },
  {
    name: 'trusted workers only',
    request: { trustedWorkers: true },
    reason: 'untrusted',
    counts: { untrusted: 1 },
  },
  {
    name: 'inpainting needs an inpainting model',
    request: { sourceImage: true, painting: true },
    reason: 'models',
    counts: {},
  },
  {
    name: 'inpainting models paint only',
    request: { models: ['inpainting'] },
    worker: { models: ['inpainting'] },
    reason: 'models',
    counts: {},
  },
  {
    name: 'sampler',
    request: { sampler: 'lcm' },
    worker: { bridgeAgent: regen(2) },
    reason: 'bridge_version',
    counts: { bridge_version: 2 },
  },
  {
    name: 'post-processor',
    request: { postProcessing: ['4xNomos8kSC'] },
    worker: { bridgeAgent: regen(12) },
    reason: 'bridge_version',
    counts: { bridge_version: 1 },
  },
  {
    name: 'tiling',
    request: { tiling: true },
    worker: { bridgeAgent: LEGACY_24 },
    reason: 'bridge_version',
    counts: { bridge_version: 2 },
  },
  {
    name: 'control map',
    request: { returnControlMap: true },
    worker: { bridgeAgent: 'AI Horde Worker:17:old' },
    reason: 'bridge_version',
    counts: { bridge_version: 2 },
  },
  {
    name: 'image is control',
    request: { control: true },
    worker: { bridgeAgent: 'AI Horde Worker:22:old' },
    reason: 'bridge_version',
    counts: { bridge_version: 1 },
  },
  {
    name: 'qr code workflow',
    request: { qrCode: true },
    worker: { bridgeAgent: regen(6) },
    reason: 'bridge_version',
    counts: { bridge_version: 1 },
  },
  {
    name: 'qr code with SDXL',
    request: { qrCode: true },
    worker: { models: ['stable_diffusion', 'sdxl'], allowSdxlControlnet: false },
    reason: 'controlnet',
    counts: {},
  },
  {
    name: 'hires fix',
    request: { hiresFix: true },
    worker: { bridgeAgent: 'AI Horde Worker:12:old' },
    reason: 'bridge_version',
    counts: { bridge_version: 2 },
  },
  {
    name: 'hires fix of Stable Cascade',
    request: { hiresFix: true },
    worker: { bridgeAgent: regen(5), models: ['stable_diffusion', 'cascade'] },
    reason: 'bridge_version',
    counts: { bridge_version: 1 },
  },
  {
    name: 'Flux',
    worker: { bridgeAgent: regen(8), models: ['stable_diffusion', 'flux'] },
    reason: 'bridge_version',
    counts: { bridge_version: 1 },
  },
  {
    name: 'clip skip',
    request: { clipSkip: true },
    worker: { bridgeAgent: 'AI Horde Worker:12:old' },
    reason: 'bridge_version',
    counts: { bridge_version: 1 },
  },
  {
    name: 'versioned lora',
    request: { loras: true, versionedLora: true },
    worker: { bridgeAgent: regen(2) },
    reason: 'bridge_version',
    counts: { bridge_version: 1 },
  },
  {
    name: 'step count',
    request: { accurateSteps: 31 },
    worker: { limitMaxSteps: true },
    reason: 'step_count',
    counts: { step_count: 1 },
  },
  { name: 'nobody is known', request: { safeIp: false }, reason: 'untrusted', counts: {} },
  { name: 'maintenance', worker: { maintenance: true }, reason: 'hidden', counts: {} },
  { name: 'tricked before', facts: { trickedWorkers: new Set(['worker-1']) }, reason: 'hidden', counts: {} },
  {
    name: 'blacklist',
    facts: { prompt: 'A HERON at dawn' },
    worker: { blacklist: ['Heron', 'fog'] },
    reason: 'blacklist',
    counts: { blacklist: 1 },
  },
  {
    name: 'upfront kudos',
    facts: { requesterKudosCents: 760 },
    worker: { requireUpfrontKudos: true },
    reason: 'kudos',
    counts: { kudos: 1 },
  },
];

function countersOf(
  request: ImageRequirements,
  facts: RequestFacts,
  worker: ReturnType<typeof aWorker>,
): SkipCounters {
  const counters: SkipCounters = {};
  if (countGroupSkips(counters, request, worker, REFERENCE))
    countRequestSkip(counters, facts, worker, request);
  return counters;
}

describe('each predicate keeps its request from its worker, says why and counts', () => {
  for (const { name, request, facts, worker, reason, counts } of CASES) {
    test(`${name}: ${reason}`, () => {
      const [r, f, w] = [aRequest(request), someFacts(facts), aWorker(worker)];
      assert.equal(imageSkip(r, f, w, REFERENCE), reason);
      const failing = [
        ...GROUP_IN_ORDER.filter(predicate => predicate.skip(r, w, REFERENCE)),
        ...REQUEST_IN_ORDER.filter(predicate => predicate.skip(f, w, r)),
      ].map(predicate => predicate.name);
      assert.ok(failing.includes(name), `fails: ${failing.join(', ')}`);
      assert.deepEqual(countersOf(r, f, w), counts);
    });
  }

  test('no predicate is without a case', () => {
    const cases = new Set(CASES.map(each => each.name));
    const names = [...GROUP_IN_ORDER, ...REQUEST_IN_ORDER].map(predicate => predicate.name);
    assert.deepEqual(
      names.filter(name => !cases.has(name)),
      [],
    );
    assert.equal(new Set(names).size, names.length);
  });
});

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

  test('each reason counts by itself; what an old bridge lacks counts once, however much it is', () => {
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
    isPossible(aRequest(), someFacts(facts), [aWorker({ ...here, ...worker })], REFERENCE, now);

  test('needs a worker that is online, fits, and is not paused but for its owner', () => {
    assert.ok(possible({}));
    assert.ok(!possible({ lastCheckInMs: now - 300_001 }));
    assert.ok(!possible({ maxPixels: 1 }));
    assert.ok(!possible({ paused: true }));
    assert.ok(possible({ paused: true }, { requesterId: 3 }));
    assert.ok(!isPossible(aRequest(), someFacts(), [], REFERENCE, now));
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
