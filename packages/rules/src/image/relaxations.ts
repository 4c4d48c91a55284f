/** How an image request that no worker takes can be made one that a worker takes, in the order in which it is tried. */

import { without } from '../shared/without.ts';
import type { ImageRelaxation } from './relaxation.ts';
import { RELAXED_MODEL } from './relaxedModel.ts';
import { RELAXED_CONTROL, RELAXED_SAMPLER, RELAXED_SIZE, RELAXED_STEPS } from './relaxedParams.ts';

const NO_SOURCE = { sourceImage: false, painting: false, extraSourceImages: false } as const;

/** First what changes nothing in the picture, then what changes little, then what makes another picture. */
export const IMAGE_RELAXATIONS: readonly ImageRelaxation[] = [
  without(['slow worker'], r => !r.slowWorkers, {
    requirements: { slowWorkers: true },
    changes: { slow_workers: true },
  }),
  without(['extra slow worker'], r => !r.extraSlowWorkers, {
    requirements: { extraSlowWorkers: true },
    changes: { extra_slow_workers: true },
  }),
  without(['object store'], r => r.r2, { requirements: { r2: false }, changes: { r2: false } }),
  without(['worker list'], r => r.workerList !== null, {
    requirements: { workerList: null },
    changes: { workers: null, worker_blacklist: null },
  }),
  without(['trusted workers only'], r => r.trustedWorkers, {
    requirements: { trustedWorkers: false },
    changes: { trusted_workers: false },
  }),
  RELAXED_SAMPLER,
  RELAXED_STEPS,
  RELAXED_SIZE,
  {
    lifts: ['post-processing', 'post-processor'],
    relax(r, { allowPostProcessing, bridge }) {
      const able = allowPostProcessing && bridge.capabilities.has('post-processing');
      const left = able ? r.postProcessing.filter(name => bridge.capabilities.has(name)) : [];
      if (left.length === r.postProcessing.length) return [];
      const post_processing = left.length > 0 ? left : null;
      return [
        {
          requirements: { ...r, postProcessing: left },
          changes: { params: { post_processing } },
          nearness: left.length,
        },
      ];
    },
  },
  without(['hires fix', 'hires fix of Stable Cascade'], r => r.hiresFix, {
    requirements: { hiresFix: false },
    changes: { params: { hires_fix: false } },
  }),
  without(['clip skip'], r => r.clipSkip, {
    requirements: { clipSkip: false },
    changes: { params: { clip_skip: null } },
  }),
  without(['tiling'], r => r.tiling, {
    requirements: { tiling: false },
    changes: { params: { tiling: false } },
  }),
  without(['lora', 'versioned lora'], r => r.loras, {
    requirements: { loras: false, versionedLora: false },
    changes: { params: { loras: null } },
  }),
  without(['textual inversion'], r => r.textualInversions, {
    requirements: { textualInversions: false },
    changes: { params: { tis: null } },
  }),
  without(['transparent'], r => r.transparent, {
    requirements: { transparent: false },
    changes: { params: { transparent: false } },
  }),
  without(['nsfw'], r => r.nsfw, { requirements: { nsfw: false }, changes: { nsfw: false } }),
  without(['scheduler'], r => r.scheduler !== undefined, {
    requirements: { scheduler: undefined },
    changes: { params: { scheduler: null } },
  }),
  without(['batch index'], r => r.batchIndex, {
    requirements: { batchIndex: false },
    changes: { params: { batch_index: null } },
  }),
  RELAXED_MODEL,
  without(['control map'], r => r.returnControlMap, {
    requirements: { returnControlMap: false },
    changes: { params: { return_control_map: false } },
  }),
  RELAXED_CONTROL,
  without(['qr code workflow', 'qr code with SDXL'], r => r.qrCode, {
    requirements: { qrCode: false },
    changes: { params: { workflow: null, extra_texts: null } },
  }),
  without(['extra source images'], r => r.extraSourceImages, {
    requirements: { extraSourceImages: false },
    changes: { extra_source_images: null },
  }),
  without(['painting', 'inpainting needs an inpainting model'], r => r.painting, {
    requirements: { painting: false },
    changes: { source_processing: 'img2img', source_mask: null },
  }),
  without(
    ['img2img', 'painting', 'inpainting needs an inpainting model', 'extra source images'],
    // A control type needs a source image to read.
    r => r.sourceImage && !r.control,
    {
      requirements: NO_SOURCE,
      changes: {
        source_image: null,
        source_processing: null,
        source_mask: null,
        extra_source_images: null,
      },
    },
  ),
];
