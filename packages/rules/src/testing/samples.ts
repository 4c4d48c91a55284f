/** Records for the tests of this package: a plain request, a worker that takes everything, a small reference. */
import { type ImageWorkerSettings, imageWorkerOffer } from '../image/offer.ts';
import type { ImageRequirements, ImageWorkerOffer } from '../image/records.ts';
import { parseImageModelReference } from '../image/reference.ts';
import type { RequestFacts } from '../shared/records.ts';

const model = (baseline: string, more: object = {}) => ({
  baseline,
  type: 'ckpt',
  inpainting: false,
  nsfw: false,
  ...more,
});

export const REFERENCE = parseImageModelReference({
  stable_diffusion: model('stable diffusion 1'),
  Deliberate: model('stable diffusion 1', { nsfw: true }),
  inpainting: model('stable diffusion 1', { inpainting: true }),
  sd2: model('stable diffusion 2'),
  sdxl: model('stable_diffusion_xl'),
  pony: model('stable_diffusion_xl', { requirements: { clip_skip: 2 } }),
  cascade: model('stable_cascade', { requirements: { min_steps: 20, max_steps: 30 } }),
  flux: model('flux_1', {
    requirements: {
      min_steps: 3,
      max_steps: 8,
      min_cfg_scale: 1,
      max_cfg_scale: 4,
      clip_skip: 1,
      samplers: ['k_euler'],
      schedulers: ['karras'],
    },
  }),
  qwen: model('qwen_image'),
  zimage: model('z_image_turbo'),
  control: model('stable diffusion 1', { type: 'controlnet' }),
});

const REGEN_13 = 'AI Horde Worker reGen:13.0.0:https://example.org/worker';

export function aRequest(changes: Partial<ImageRequirements> = {}): ImageRequirements {
  return {
    models: ['stable_diffusion'],
    pixels: 512 * 512,
    accurateSteps: 30,
    nsfw: false,
    trustedWorkers: false,
    slowWorkers: true,
    extraSlowWorkers: false,
    safeIp: true,
    requesterTrusted: false,
    r2: true,
    sourceImage: false,
    painting: false,
    extraSourceImages: false,
    sampler: 'k_euler_a',
    karras: true,
    postProcessing: [],
    tiling: false,
    hiresFix: false,
    control: false,
    returnControlMap: false,
    clipSkip: false,
    loras: false,
    versionedLora: false,
    textualInversions: false,
    qrCode: false,
    transparent: false,
    disableBatching: false,
    batchIndex: false,
    workerList: null,
    ...changes,
  };
}

export function someFacts(changes: Partial<RequestFacts> = {}): RequestFacts {
  return {
    requesterId: 7,
    requesterKudosCents: 100_000,
    priceCents: 761,
    prompt: 'a heron over a quiet bay at dawn',
    trickedWorkers: new Set(),
    ...changes,
  };
}

export function aWorker(changes: Partial<ImageWorkerSettings> = {}): ImageWorkerOffer {
  return imageWorkerOffer(
    {
      id: 'worker-1',
      ownerId: 3,
      ownerTrusted: false,
      models: ['stable_diffusion'],
      bridgeAgent: REGEN_13,
      speed: 1_000_000,
      threads: 1,
      maxPixels: 2048 ** 2,
      amount: 1,
      nsfw: true,
      blacklist: [],
      extraSlow: false,
      maintenance: false,
      paused: false,
      requireUpfrontKudos: false,
      priorityUserIds: [],
      allowImg2img: true,
      allowPainting: true,
      allowUnsafeIp: true,
      allowPostProcessing: true,
      allowControlnet: true,
      allowSdxlControlnet: true,
      allowLora: true,
      limitMaxSteps: false,
      lastCheckInMs: 0,
      ...changes,
    },
    REFERENCE,
  );
}

export const LEGACY_24 = 'AI Horde Worker:24:https://example.org/old';
export const regen = (version: number) => `AI Horde Worker reGen:${version}.0.0:https://example.org`;
