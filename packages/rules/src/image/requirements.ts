import type { Cents } from '../shared/cents.ts';
import { effectiveWorkerList, type WorkerList } from '../shared/records.ts';
import { accurateSteps, type ImageParams } from './params.ts';
import type { ImageRequirements } from './records.ts';
import { isPainting } from './request.ts';

/** What admission knows of a request beside its `params`. */
export interface RequestTraits {
  models: readonly string[];
  nsfw: boolean;
  trustedWorkers: boolean;
  slowWorkers: boolean;
  extraSlowWorkers: boolean;
  safeIp: boolean;
  requesterTrusted: boolean;
  r2: boolean;
  sourceImage: boolean;
  sourceProcessing: string;
  extraSourceImages: number;
  disableBatching: boolean;
  workerList: WorkerList | null;
}

/** Reduces a request to what matching needs. */
export function imageRequirements(params: ImageParams, traits: RequestTraits): ImageRequirements {
  const { sourceProcessing, extraSourceImages, workerList, ...same } = traits;
  const qrCode = params.workflow === 'qr_code';
  return {
    ...same,
    pixels: params.width * params.height,
    accurateSteps: accurateSteps(params.sampler_name, params.steps),
    painting: isPainting(sourceProcessing),
    extraSourceImages: extraSourceImages > 0,
    sampler: params.sampler_name,
    karras: params.karras,
    ...(params.scheduler !== undefined && { scheduler: params.scheduler }),
    postProcessing: params.post_processing ?? [],
    tiling: params.tiling,
    hiresFix: params.hires_fix,
    control: params.control_type !== undefined,
    returnControlMap: params.return_control_map,
    clipSkip: (params.clip_skip ?? 1) > 1,
    loras: (params.loras?.length ?? 0) > 0,
    versionedLora: params.loras?.some(lora => lora.is_version) ?? false,
    textualInversions: (params.tis?.length ?? 0) > 0,
    qrCode,
    transparent: params.transparent,
    // Each code of a batch would be the same picture.
    disableBatching: traits.disableBatching || qrCode,
    batchIndex: params.batch_index !== undefined,
    width: params.width,
    workerList: effectiveWorkerList(workerList),
  };
}

/** What a requester could pay now in the eyes of a worker that demands upfront kudos: the floor is not theirs to spend. */
export function kudosForWorker(balanceCents: Cents, floorCents: Cents): Cents {
  return balanceCents > 0 ? balanceCents - floorCents : balanceCents;
}
