import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { RequestFacts } from '../shared/records.ts';
import { countersOf } from '../testing/counters.ts';
import { aRequest, aWorker, LEGACY_24, REFERENCE, regen, someFacts } from '../testing/samples.ts';
import { GROUP_IN_ORDER, imageSkip, REQUEST_IN_ORDER } from './eligibility.ts';
import type { ImageWorkerSettings } from './offer.ts';
import type { SkipReason } from './predicates.ts';
import type { ImageRequirements } from './records.ts';
import type { SkipCounters } from './skipCounters.ts';

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
    name: 'scheduler',
    request: { scheduler: 'beta' },
    worker: { schedulers: ['simple'] },
    reason: 'bridge_version',
    counts: { bridge_version: 1 },
  },
  {
    name: 'batch index',
    request: { batchIndex: true },
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
